"""Syllables of Hangul as an initial consonant, a vowel and a final consonant or none (Unicode 3.12, arithmetic)."""
INITIALS, VOWELS, FINALS = 19, 21, 28
FIRST, COUNT = 0xAC00, INITIALS * VOWELS * FINALS


def parts(character):
    """(initial, vowel, final) of a syllable, final 0 for none; None for anything else."""
    index = ord(character) - FIRST
    if not 0 <= index < COUNT:
        return None
    return index // (VOWELS * FINALS), index // FINALS % VOWELS, index % FINALS


def syllable(initial, vowel, final):
    return chr(FIRST + (initial * VOWELS + vowel) * FINALS + final)
