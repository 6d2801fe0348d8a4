import unittest

import numpy as np

import text_spotter


def box(left, top, width, height):
    return [[left, top], [left + width, top], [left + width, top + height], [left, top + height]]


class Runs(unittest.TestCase):
    def test_words_with_spaces_between_are_one_run(self):
        words = np.array([box(10, 10, 30, 10), box(44, 10, 30, 10), box(90, 10, 30, 10), box(10, 30, 30, 10)], np.float32)
        # A space of 4 pixels, a column's gap of 16, another line.
        runs = text_spotter.runs(words, np.array([0, 0, 0, 1]))
        np.testing.assert_allclose(runs, [box(10, 10, 64, 10), box(90, 10, 30, 10), box(10, 30, 30, 10)])

    def test_nothing_is_no_run(self):
        self.assertEqual(text_spotter.runs(np.zeros((0, 4, 2), np.float32), np.zeros(0)).shape, (0, 4, 2))

    def test_what_the_network_should_say_gives_the_runs_back(self):
        runs = np.array([box(100, 40, 200, 20), box(40, 100, 80, 16)], np.float32)
        maps = text_spotter.targets(runs)
        logits = np.where(maps[:1] > 0, 6.0, -6.0)
        found = text_spotter.runs_of(np.concatenate([logits, maps[1:4]]))
        for run in runs:
            self.assertGreater(max(text_spotter.iou(run, other) for other in found), 0.75)


if __name__ == "__main__":
    unittest.main()
