import type { ImageSize } from './image-size.ts';

/**
 * A square cut from an image: its centre in image pixels, and how far it is zoomed in (1: as much as fits).
 * Whatever is done to it, it stays inside the image.
 */
export interface Crop {
  readonly centreX: number;
  readonly centreY: number;
  readonly zoom: number;
}

export const greatestZoom = 5;
/** Zooming in further than this many image pixels would only show blur. */
const leastSide = 128;

/** The largest square, in the middle. */
export function initialCrop(image: ImageSize): Crop {
  return { centreX: image.width / 2, centreY: image.height / 2, zoom: 1 };
}

/** How far an image may be zoomed in; small ones not at all. */
export function maxZoom(image: ImageSize): number {
  return clamp(Math.min(image.width, image.height) / leastSide, 1, greatestZoom);
}

/** The square's side in image pixels. */
function cropSide(image: ImageSize, { zoom }: Crop): number {
  return Math.min(image.width, image.height) / zoom;
}

/** The square in image pixels. */
export function cropSquare(image: ImageSize, crop: Crop): { x: number; y: number; side: number } {
  const side = cropSide(image, crop);
  return { x: crop.centreX - side / 2, y: crop.centreY - side / 2, side };
}

/** Moves the image under the frame, by shares of the frame's side (0.1: a tenth to the right or down). */
export function panCrop(image: ImageSize, crop: Crop, byX: number, byY: number): Crop {
  const side = cropSide(image, crop);
  return inside(image, { ...crop, centreX: crop.centreX - byX * side, centreY: crop.centreY - byY * side });
}

/**
 * Zooms so that the point under the pointer stays where it is.
 *
 * @param at the point as shares of the frame, from its centre (-0.5 to 0.5); the centre when left out
 */
export function zoomCrop(image: ImageSize, crop: Crop, zoom: number, at = { x: 0, y: 0 }): Crop {
  const before = cropSide(image, crop);
  const wanted = { ...crop, zoom: clamp(zoom, 1, maxZoom(image)) };
  const shrunk = before - cropSide(image, wanted);
  return inside(image, {
    ...wanted,
    centreX: crop.centreX + at.x * shrunk,
    centreY: crop.centreY + at.y * shrunk,
  });
}

function inside(image: ImageSize, crop: Crop): Crop {
  const half = cropSide(image, crop) / 2;
  return {
    ...crop,
    centreX: clamp(crop.centreX, half, image.width - half),
    centreY: clamp(crop.centreY, half, image.height - half),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
