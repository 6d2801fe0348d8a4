import unittest

import torch
from torch import nn

import common


class Steps(unittest.TestCase):
    def test_a_step_is_about_as_long_in_every_direction(self):
        torch.manual_seed(0)
        for shape in ((24, 60), (60, 24)):
            matrix = torch.randn(shape) @ torch.diag(torch.logspace(0, -2, shape[1]))
            sizes = torch.linalg.svdvals(common.orthogonalised(matrix))
            self.assertTrue(0.4 < sizes.min() and sizes.max() < 1.3, sizes)

    def test_kernels_and_the_rest_are_both_learned(self):
        torch.manual_seed(0)
        trunk, head = nn.Sequential(common.block(1, 12), common.block(12, 12)), nn.Conv2d(12, 1, 1)
        wanted = nn.Conv2d(1, 1, 3, padding=1)
        optimiser = common.Muon(trunk, head, 0.02)
        losses = []
        for _ in range(120):
            picture = torch.randn(8, 1, 8, 8)
            loss = (head(trunk(picture)) - wanted(picture).detach()).square().mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        self.assertEqual([len(group["params"]) for group in optimiser.param_groups], [1, 7])
        self.assertLess(sum(losses[-20:]), 0.2 * sum(losses[:20]))


if __name__ == "__main__":
    unittest.main()
