import { namedZone, searchZones } from './time-zone-search.ts';
import { listZones, popularZones, rememberedOffsets, type ZoneOption } from './time-zones.ts';
import { zoneLabel, zoneOffset } from './zone-label.ts';

const pageOfOptions = 8;
/** One slice of work between two frames, in milliseconds. */
const slice = 8;
/** How many options are added to the page at once; all of them would hold up a phone for a moment. */
const batch = 60;

/**
 * The behaviour of the time zone field: an editable combobox with a list (ARIA APG, "list autocomplete with automatic
 * selection"). What is typed and names no zone stays in the field, to be refused on saving.
 */
export class ZonePicker {
  open = $state(false);
  /** What was typed since the last choice; null shows the chosen zone. */
  typed = $state<string | null>(null);
  active = $state(-1);
  /** How many options are on the page yet. */
  rendered = $state(batch);

  #zones = $state.raw<readonly ZoneOption[]>([]);
  readonly #offset = rememberedOffsets();
  /** With offsets, as far as they are computed. */
  #labels = $state<Record<string, string>>({});
  readonly #value: () => string;
  readonly #choose: (name: string) => void;

  constructor(value: () => string, choose: (name: string) => void) {
    this.#value = value;
    this.#choose = choose;
  }

  text = $derived.by(() => this.typed ?? zoneLabel(this.#value(), zoneOffset(this.#value())));
  searching = $derived(this.typed !== null && this.typed.trim() !== '');
  popular = $derived(
    this.searching
      ? []
      : popularZones.flatMap((name) => this.#zones.find((zone) => zone.name === name) ?? []),
  );
  others = $derived(
    this.searching
      ? searchZones(this.#zones, this.typed ?? '', this.#offset)
      : this.#zones.filter(({ name }) => !popularZones.includes(name)),
  );
  /** All options in the order in which they stand. */
  options = $derived([...this.popular, ...this.others]);

  /** `Europe/Berlin (UTC+01:00)`; the offset follows a few frames after the list opened. */
  label({ name, spelling }: ZoneOption): string {
    return this.#labels[name] ?? spelling;
  }

  isChosen(name: string): boolean {
    return name === this.#value();
  }

  show(): void {
    if (this.open) return;
    this.#zones = listZones(this.#value() || null);
    this.open = true;
    this.active = this.options.findIndex(({ name }) => this.isChosen(name));
    this.rendered = Math.max(batch, this.active + pageOfOptions);
    void this.#renderAll();
    void this.#labelAll();
  }

  /** Closes the list and takes back what was typed. */
  cancel(): void {
    this.open = false;
    this.typed = null;
  }

  type(text: string): void {
    this.typed = text;
    this.show();
    this.active = this.searching && this.options.length > 0 ? 0 : -1;
  }

  accept(index: number): void {
    const option = this.options[index];
    if (option !== undefined) this.#choose(option.name);
    this.cancel();
  }

  /** The field was left: what was typed counts if it names a zone, and stands there as an error if not. */
  leave(): void {
    if (this.typed !== null) this.#choose(namedZone(this.#zones, this.typed)?.name ?? this.typed.trim());
    this.cancel();
  }

  /** Handles a key in the field; true when it was one of the list's own. */
  press(key: string): boolean {
    if (!this.open) {
      if (key === 'ArrowDown' || key === 'ArrowUp') return (this.show(), true);
      return key === 'Escape' && this.typed !== null ? (this.cancel(), true) : false;
    }
    switch (key) {
      case 'ArrowDown':
        return this.#move(1);
      case 'ArrowUp':
        return this.#move(this.active < 0 ? 0 : -1);
      case 'PageDown':
        return this.#step(pageOfOptions);
      case 'PageUp':
        return this.#step(-pageOfOptions);
      case 'Enter':
        if (this.active >= 0) this.accept(this.active);
        return true;
      case 'Escape':
        return (this.cancel(), true);
      case 'Tab':
        // Tab goes on to the next field, taking the best match along.
        if (this.searching && this.active >= 0) this.accept(this.active);
        return false;
      default:
        return false;
    }
  }

  /** One option on, from the last to the first and back. */
  #move(by: number): true {
    const count = this.options.length;
    if (count > 0) this.active = (this.active + by + count) % count;
    return true;
  }

  #step(by: number): true {
    this.active = Math.min(Math.max(this.active + by, 0), this.options.length - 1);
    return true;
  }

  async #renderAll(): Promise<void> {
    while (this.open && this.rendered < this.#zones.length) {
      await new Promise((done) => requestAnimationFrame(done));
      this.rendered += batch;
    }
  }

  /** Labels all options in slices, from those in view outwards, since their offsets take a tenth of a second. */
  async #labelAll(): Promise<void> {
    const centre = Math.max(this.active, 0);
    const queue = this.options
      .map(({ name }, index) => ({
        name,
        distance: popularZones.includes(name) ? 0 : Math.abs(index - centre),
      }))
      .sort((a, b) => a.distance - b.distance);
    let until = performance.now() + slice;
    for (const { name } of queue) {
      this.#labels[name] = zoneLabel(name, this.#offset(name));
      if (performance.now() < until) continue;
      await new Promise((done) => setTimeout(done));
      until = performance.now() + slice;
    }
  }
}
