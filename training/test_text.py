"""python -m unittest test_text: the loss against torch's own and against enumeration, and the codes of both heads."""
import itertools
import unittest

import numpy as np
import torch
from torch.nn import functional as F

import ctc
import han
import hangul
import text_lines
from han_network import SEEN, Characters, Reader, seen_at
from text_network import HEIGHT, JamoCodes, Product, ProductCodes, Recogniser, best_paths, loss_of, losses_of

OTHERS = " 0AB()あЖ金"


class Loss(unittest.TestCase):
    def test_agrees_with_torch_where_one_distribution_suffices(self):
        torch.manual_seed(3)
        codes = JamoCodes(OTHERS)
        texts = ["홍길동 (金)", "A", "AAB0", "각", "BB"]
        labels = [codes.encode(text) for text in texts]
        logits = torch.randn(len(texts), 24, codes.classes, requires_grad=True)
        loss_of((logits,), labels).backward()
        ours, logits.grad = logits.grad.clone(), None
        flat = torch.tensor([row[0] for rows in labels for row in rows])
        lengths = torch.tensor([len(rows) for rows in labels])
        steps = torch.full((len(texts),), 24)
        theirs = F.ctc_loss(logits.log_softmax(2).transpose(0, 1), flat, steps, lengths, reduction="none").mean()
        theirs.backward()
        self.assertAlmostEqual(loss_of((logits,), labels).item(), theirs.item(), places=4)
        self.assertLess((ours - logits.grad).abs().max().item(), 1e-5)

    def test_a_product_is_the_sum_over_alignments(self):
        torch.manual_seed(4)
        codes = ProductCodes(OTHERS)
        logits = [torch.randn(1, 4, size) for size in (codes.classes, hangul.VOWELS, hangul.FINALS)]
        main, vowel, final = (values[0].softmax(1) for values in logits)
        labels = codes.encode("각A")

        def at(t, row):
            return main[t, row[0]] * (vowel[t, row[1]] * final[t, row[2]] if row[1] >= 0 else 1)

        total = 0.0
        for path in itertools.product([(0, -1, -1), *labels], repeat=4):
            kept = [row for row, before in zip(path, [None, *path[:-1]]) if row != before and row[0]]
            if kept == labels:
                total += torch.stack([at(t, row) for t, row in enumerate(path)]).prod()
        self.assertAlmostEqual(loss_of(logits, [labels]).item(), -total.log().item(), places=4)

    def test_the_gradient_is_that_of_small_steps(self):
        torch.manual_seed(5)
        emissions = torch.randn(6, 2, 5, dtype=torch.double, requires_grad=True)
        around, ends = ctc.states(torch.tensor([[7, 7], [3, 0]]), torch.tensor([2, 1]))

        def loss(values):
            return ctc.negative_log_likelihood(values, around, ends).sum()

        self.assertTrue(torch.autograd.gradcheck(loss, emissions, eps=1e-5, atol=1e-4))

    def test_a_line_of_nothing_is_all_blanks(self):
        logits = (torch.tensor([[[2.0, 0.0], [1.0, 0.0]]]),)
        expected = -logits[0].log_softmax(2)[0, :, 0].sum().item()
        self.assertAlmostEqual(losses_of(logits, [[]]).item(), expected, places=5)

    def test_a_line_without_room_costs_nothing(self):
        codes = ProductCodes(OTHERS)
        logits = [torch.randn(1, 2, size, requires_grad=True) for size in (codes.classes, 21, 28)]
        loss = loss_of(logits, [codes.encode("ABA")])
        loss.backward()
        self.assertEqual(loss.item(), 0.0)
        self.assertEqual(logits[0].grad.abs().max().item(), 0.0)


class CodesTest(unittest.TestCase):
    def test_texts_survive_both_codes(self):
        for codes in (ProductCodes(OTHERS), JamoCodes(OTHERS)):
            for text in ("홍길동() A0", "가나다 뷁", "あЖ", "金", ""):
                self.assertEqual(codes.text(codes.encode(text)), text)

    def test_every_syllable_comes_back(self):
        for index in range(hangul.COUNT):
            character = chr(hangul.FIRST + index)
            self.assertEqual(hangul.syllable(*hangul.parts(character)), character)
        self.assertIsNone(hangul.parts("A"))

    def test_best_paths_weigh_a_syllable_as_a_whole(self):
        codes = ProductCodes(OTHERS)
        main, vowel, final = torch.full((1, 3, codes.classes), -9.0), torch.zeros(1, 3, 21), torch.zeros(1, 3, 28)
        (row,), (other,) = codes.encode("각"), codes.encode("A")
        # A sure syllable, a blank, then a likelier initial than A whose vowel and final are anybody's guess.
        main[0, 0, row[0]], main[0, 1, 0], main[0, 2, row[0]], main[0, 2, other[0]] = 9.0, 9.0, 3.0, 2.0
        vowel[0, 0, row[1]], final[0, 0, row[2]] = 9.0, 9.0
        (rows,) = best_paths((main, vowel, final))
        self.assertEqual(codes.text(rows), "각A")


class Han(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(8)
        self.reader = Reader(Recogniser(Product, OTHERS + "李朴"), Characters(3)).eval()

    def test_a_character_is_seen_with_its_step_in_the_middle(self):
        lines = torch.arange(2 * HEIGHT * 96.0).reshape(2, 1, HEIGHT, 96) + 1
        steps = torch.tensor([0, 10, 24 + 23])
        for seen, (line, step) in zip(seen_at(lines, steps), [(0, 0), (0, 10), (1, 23)]):
            self.assertEqual(seen.shape, (1, HEIGHT, SEEN))
            for x in range(SEEN):
                at = 4 * step + 2 - SEEN // 2 + x
                expected = lines[line, 0, :, at] if 0 <= at < 96 else torch.zeros(HEIGHT)
                self.assertTrue(torch.equal(seen[0, :, x], expected), (line, step, x))

    def test_what_is_told_is_a_distribution(self):
        lines = torch.randn(2, 1, HEIGHT, 96)
        codes = self.reader.codes
        for bias, steps_told in ((9.0, list(range(48))), (-9.0, [0])):
            with torch.no_grad():
                self.reader.recogniser.head.symbols[-1].bias[codes.han] = bias
                main, vowels, finals, han, steps = self.reader.told(lines)
                whole, *_ = self.reader(lines)
            self.assertEqual(steps.tolist(), steps_told)
            self.assertEqual((main.shape, whole.shape), ((2, 24, codes.classes), (2, 24, codes.classes + 2)))
            for values in (main, whole, vowels, finals):
                self.assertLess((values.exp().sum(2) - 1).abs().max().item(), 1e-5)
            self.assertTrue(torch.allclose(whole.reshape(48, -1)[steps, codes.han :], han))

    def test_characters_stand_where_the_recogniser_sees_them(self):
        codes = self.reader.codes
        labels = [codes.encode(text) for text in ("A金李", "0", "", "ABABABA")]
        main = torch.full((4, 6, codes.classes), -9.0)
        main[:, :, 0] = 0.0
        for line, step, row in [(0, 0, 0), (0, 2, 1), (0, 5, 2), (1, 3, 0)]:
            main[line, step, labels[line][row][0]] = 9.0
        parts = torch.zeros(4, 6, hangul.VOWELS), torch.zeros(4, 6, hangul.FINALS)
        # The last line has more letters than steps.
        expected = [[0, -1, 1, -1, -1, 2], [-1, -1, -1, 0, -1, -1], [-1] * 6, [-1] * 6]
        self.assertEqual(han.aligned((main, *parts), labels), sum(expected, []))


class Lines(unittest.TestCase):
    def test_scripts_and_bands(self):
        cases = {
            "홍길동(洪吉童)": "Hanja",
            "서울 12": "Hangul",
            "Nguyễn": "Latin",
            "12-34": "digits",
            "東京タワー": "Kana",
            "Жуков": "Cyrillic",
        }
        for text, script in cases.items():
            self.assertEqual(text_lines.script_of(text), script)
        self.assertEqual([text_lines.band_of(h) for h in (7.9, 8.0, 13.9, 14.0)], ["<8", "8-13", "8-13", ">=14"])

    def test_batches_lose_nothing(self):
        some = [text_lines.Line(np.zeros((40, width), np.uint8), "A", 9.0) for width in (32, 96, 98, 640) * 40]
        grouped = list(text_lines.batches(some))
        self.assertEqual(sum(len(lines) for _, lines in grouped), len(some))
        for width, lines in grouped:
            self.assertEqual(text_lines.pictures(lines, width).shape, (len(lines), 1, 40, width))


if __name__ == "__main__":
    unittest.main()
