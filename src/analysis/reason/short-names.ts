/*
 * Models: long keys that are put together with others thousands of times.
 * Law: two keys have the same short name if, and only if, they are the same.
 */
export class ShortNames {
  private readonly names = new Map<string, string>();

  of(key: string): string {
    const known = this.names.get(key) ?? `#${this.names.size}`;
    this.names.set(key, known);
    return known;
  }
}
