//! Uneven light: vignettes, coloured flash, hard and soft shadows, glare.
use document::Point;
use imaging::Picture;

use crate::random::Random;

/// One light effect; positions and sizes are fractions of the picture, so that any size can be lit.
enum Effect {
    /// A linear fall-off: direction, strength.
    Slope { direction: (f32, f32), strength: f32 },
    /// A coloured lamp: centre, reach, gain per channel at its centre, gain far away.
    Lamp { centre: Point, reach: f32, near: [f32; 3], far: f32 },
    /// Parallel shadows, as of blinds: direction, period, duty, darkness, softness.
    Blinds { direction: (f32, f32), period: f32, phase: f32, duty: f32, dark: [f32; 3], soft: f32 },
    /// A burnt-out spot: centre, radii, strength.
    Glare { centre: Point, radius: (f32, f32), strength: f32 },
}

/// Lights a picture with a random mix of effects; `severity` in `0..=1`.
pub(crate) fn relight(picture: &mut Picture, random: &mut Random, severity: f32) {
    let effects = mix(random, severity);
    if effects.is_empty() {
        return;
    }
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let long = width.max(height) as f32;
    let data = picture.data_mut();
    // Light varies slowly except at shadow edges: one evaluation per 2 x 2 pixels is enough.
    for y in (0..height).step_by(2) {
        for x in (0..width).step_by(2) {
            let (u, v) = (x as f32 / long, y as f32 / long);
            let mut gain = [1f32; 3];
            let mut add = 0f32;
            for effect in &effects {
                effect.apply(u, v, &mut gain, &mut add);
            }
            for (py, px) in [(y, x), (y, x + 1), (y + 1, x), (y + 1, x + 1)] {
                if py < height && px < width {
                    let at = (py * width + px) * 3;
                    for (value, g) in data[at..at + 3].iter_mut().zip(gain) {
                        *value = (*value as f32 * g + add).clamp(0.0, 255.0) as u8;
                    }
                }
            }
        }
    }
}

fn mix(random: &mut Random, severity: f32) -> Vec<Effect> {
    let mut effects = Vec::new();
    let centre = |random: &mut Random| Point::new(random.uniform(-0.2, 1.2), random.uniform(-0.2, 1.2));
    if random.chance(0.5) {
        let angle = random.uniform(0.0, std::f32::consts::TAU);
        effects.push(Effect::Slope {
            direction: (angle.cos(), angle.sin()),
            strength: random.uniform(0.0, 0.2 + 0.6 * severity),
        });
    }
    if random.chance(0.35 * severity + 0.05) {
        let white = random.uniform(0.9, 1.5);
        let near = if random.chance(0.5) { std::array::from_fn(|_| random.uniform(0.45, 1.5)) } else { [white; 3] };
        let at = centre(random);
        effects.push(Effect::Lamp {
            centre: at,
            reach: random.uniform(0.25, 0.9),
            near,
            far: random.uniform(0.25, 1.0),
        });
    }
    if random.chance(0.1 + 0.3 * severity) {
        let angle = random.uniform(0.0, std::f32::consts::TAU);
        let level = random.uniform(0.3, 0.8);
        let period = if random.chance(0.5) { random.uniform(0.1, 0.4) } else { random.uniform(1.0, 2.5) };
        effects.push(Effect::Blinds {
            direction: (angle.cos(), angle.sin()),
            period,
            phase: random.uniform(0.0, 1.0),
            duty: random.uniform(0.3, 0.7),
            dark: [level, level, (level * random.uniform(1.0, 1.25)).min(1.0)],
            soft: random.log_uniform(0.004, 0.08),
        });
    }
    if random.chance(0.3 * severity) {
        for _ in 0..random.whole(1, 3) {
            let at = centre(random);
            let radius = (random.log_uniform(0.02, 0.3), random.log_uniform(0.02, 0.2));
            effects.push(Effect::Glare { centre: at, radius, strength: random.uniform(40.0, 260.0 * severity + 60.0) });
        }
    }
    effects
}

impl Effect {
    fn apply(&self, u: f32, v: f32, gain: &mut [f32; 3], add: &mut f32) {
        match self {
            Effect::Slope { direction, strength } => {
                let t = ((u - 0.5) * direction.0 + (v - 0.5) * direction.1).clamp(-0.7, 0.7);
                gain.iter_mut().for_each(|g| *g *= 1.0 + t * strength * 1.2 - strength * 0.3);
            }
            Effect::Lamp { centre, reach, near, far } => {
                let d2 = (u - centre.x).powi(2) + (v - centre.y).powi(2);
                let w = 1.0 / (1.0 + d2 / (reach * reach));
                for (g, n) in gain.iter_mut().zip(near) {
                    *g *= far + (n - far) * w;
                }
            }
            Effect::Blinds { direction, period, phase, duty, dark, soft } => {
                let t = (u * direction.0 + v * direction.1) / period + phase;
                let distance = ((t - t.floor() - 0.5).abs() * 2.0 - duty) * period / 2.0;
                let shade = (distance / soft + 0.5).clamp(0.0, 1.0);
                for (g, d) in gain.iter_mut().zip(dark) {
                    *g *= 1.0 + (d - 1.0) * shade;
                }
            }
            Effect::Glare { centre, radius, strength } => {
                let d2 = ((u - centre.x) / radius.0).powi(2) + ((v - centre.y) / radius.1).powi(2);
                if d2 < 9.0 {
                    *add += strength * (-d2).exp();
                }
            }
        }
    }
}
