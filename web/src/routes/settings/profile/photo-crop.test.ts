import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cropSquare, initialCrop, maxZoom, panCrop, zoomCrop } from './photo-crop.ts';

const wide = { width: 1600, height: 1000 };

describe('cropping a photo', () => {
  it('starts with the largest square in the middle', () => {
    expect(cropSquare(wide, initialCrop(wide))).toEqual({ x: 300, y: 0, side: 1000 });
  });

  it('moves the picture with the pointer and stops at its edge', () => {
    const moved = panCrop(wide, initialCrop(wide), 0.1, 0.5);
    expect(cropSquare(wide, moved)).toEqual({ x: 200, y: 0, side: 1000 });
    expect(cropSquare(wide, panCrop(wide, moved, 5, 0))).toEqual({ x: 0, y: 0, side: 1000 });
  });

  it('keeps the point under the pointer while zooming', () => {
    const corner = { x: -0.5, y: -0.5 };
    const zoomed = zoomCrop(wide, initialCrop(wide), 2, corner);
    expect(cropSquare(wide, zoomed)).toEqual({ x: 300, y: 0, side: 500 });
    expect(cropSquare(wide, zoomCrop(wide, zoomed, 1, corner))).toEqual({ x: 300, y: 0, side: 1000 });
  });

  it('zooms a large picture five times and a small one only as far as it stays sharp', () => {
    expect(maxZoom(wide)).toBe(5);
    expect(maxZoom({ width: 256, height: 900 })).toBe(2);
    expect(maxZoom({ width: 100, height: 100 })).toBe(1);
  });

  it('stays inside the picture, whatever is done', () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    const share = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(side, side, fc.array(fc.tuple(share, share, share)), (width, height, steps) => {
        const image = { width, height };
        const crop = steps.reduce(
          (current, [x, y, zoom]) =>
            zoomCrop(image, panCrop(image, current, x, y), current.zoom + zoom, { x, y }),
          initialCrop(image),
        );
        const square = cropSquare(image, crop);
        const slack = 1e-6;
        expect(square.side).toBeGreaterThan(0);
        expect(square.x).toBeGreaterThanOrEqual(-slack);
        expect(square.y).toBeGreaterThanOrEqual(-slack);
        expect(square.x + square.side).toBeLessThanOrEqual(width + slack);
        expect(square.y + square.side).toBeLessThanOrEqual(height + slack);
      }),
    );
  });
});
