import unittest

import torch

from average import average


class Average(unittest.TestCase):
    def test_weights_are_averaged_and_counters_are_the_last(self):
        states = [dict(w=torch.tensor([1.0, 3.0]), n=torch.tensor(4)), dict(w=torch.tensor([3.0, 5.0]), n=torch.tensor(9))]
        mean = average(states)
        self.assertEqual((mean["w"].tolist(), mean["n"].item()), ([2.0, 4.0], 9))


if __name__ == "__main__":
    unittest.main()
