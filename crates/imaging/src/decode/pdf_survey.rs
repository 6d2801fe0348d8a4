use std::panic::resume_unwind;

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};
use hayro::kurbo::BezPath;

use super::pdf_streams::check_image;
use crate::{Error, ErrorKind, Limits};

/// A device that counts what a page draws instead of drawing it, and leaves the interpreter once it is too much.
///
/// The interpreter offers no way to stop; unwinding with the error as payload, which prints nothing, is the only one. The caller
/// catches it.
pub(crate) struct Survey<'l> {
    limits: &'l Limits,
    operations: u32,
}

/// Operations between two looks at whether the work was called off.
const OPERATIONS_AT_ONCE: u32 = 256;

impl<'l> Survey<'l> {
    pub(crate) fn new(limits: &'l Limits) -> Self {
        Self { limits, operations: 0 }
    }

    fn count(&mut self) {
        self.operations += 1;
        if self.operations > self.limits.max_operations {
            leave(Error::new(ErrorKind::TooComplex, "the PDF page draws too many things"));
        }
        if self.operations % OPERATIONS_AT_ONCE == 0
            && let Err(error) = self.limits.check_cancelled()
        {
            leave(error);
        }
    }

    fn mask(&mut self, mask: Option<&SoftMask<'_>>) {
        if let Some(mask) = mask {
            mask.interpret(self);
        }
    }
}

fn leave(error: Error) -> ! {
    resume_unwind(Box::new(error))
}

impl<'a> Device<'a> for Survey<'_> {
    fn draw_path(&mut self, _: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        self.count();
        self.mask(props.soft_mask.as_ref());
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count();
    }

    fn push_transparency_group(&mut self, _: f32, mask: Option<SoftMask<'a>>, _: BlendMode) {
        self.count();
        self.mask(mask.as_ref());
    }

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.count();
        self.mask(props.soft_mask.as_ref());
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.count();
        self.mask(props.soft_mask.as_ref());
        let stream = match &image {
            Image::Stencil(stencil) => stencil.stream(),
            Image::Raster(raster) => raster.stream(),
        };
        if let Err(error) = check_image(stream, image.width(), image.height(), self.limits) {
            leave(error);
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
