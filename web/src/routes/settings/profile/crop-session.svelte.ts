import type { ImageSize } from './image-size.ts';
import { initialCrop, maxZoom, panCrop, zoomCrop, type Crop } from './photo-crop.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Pointer {
  readonly id: number;
  readonly at: Point;
}

/** A step of the arrow keys, as a share of the frame; ten times as far with Shift. */
const keyStep = 0.02;
const zoomStep = 1.1;

/** The gestures of the crop frame: drag, pinch, wheel and keys. Points are shares of the frame, from its centre. */
export class CropSession {
  crop = $state.raw<Crop>({ centreX: 0, centreY: 0, zoom: 1 });
  readonly image: ImageSize;
  readonly maxZoom: number;
  #pointers: readonly Pointer[] = [];

  constructor(image: ImageSize) {
    this.image = image;
    this.maxZoom = maxZoom(image);
    this.crop = initialCrop(image);
  }

  get zoom(): number {
    return this.crop.zoom;
  }
  set zoom(zoom: number) {
    this.crop = zoomCrop(this.image, this.crop, zoom);
  }

  pointerDown(id: number, at: Point): void {
    this.#pointers = [...this.#others(id), { id, at }];
  }

  pointerUp(id: number): void {
    this.#pointers = this.#others(id);
  }

  /** One pointer moves the picture; two move and zoom it. */
  pointerMove(id: number, at: Point): void {
    const before = this.#pointers.find((pointer) => pointer.id === id)?.at;
    if (before === undefined) return;
    const [other] = this.#others(id).map((pointer) => pointer.at);
    this.pointerDown(id, at);
    const share = other ? 0.5 : 1;
    this.#pan((at.x - before.x) * share, (at.y - before.y) * share);
    if (other === undefined) return;
    const spread = distance(at, other) / Math.max(distance(before, other), 0.01);
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    this.crop = zoomCrop(this.image, this.crop, this.crop.zoom * spread, middle);
  }

  wheel(deltaY: number, at: Point): void {
    this.crop = zoomCrop(this.image, this.crop, this.crop.zoom * Math.exp(-deltaY / 500), at);
  }

  /** Handles a key; true when it was one of the frame's own. */
  press(key: string, fast: boolean): boolean {
    const step = keyStep * (fast ? 10 : 1);
    switch (key) {
      case 'ArrowLeft':
        return this.#pan(step, 0);
      case 'ArrowRight':
        return this.#pan(-step, 0);
      case 'ArrowUp':
        return this.#pan(0, step);
      case 'ArrowDown':
        return this.#pan(0, -step);
      case '+':
      case '=':
        this.zoom *= zoomStep;
        return true;
      case '-':
      case '_':
        this.zoom /= zoomStep;
        return true;
      default:
        return false;
    }
  }

  #others(id: number): Pointer[] {
    return this.#pointers.filter((pointer) => pointer.id !== id);
  }

  #pan(byX: number, byY: number): true {
    this.crop = panCrop(this.image, this.crop, byX, byY);
    return true;
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
