/** Spells plain data, blocks of addresses among it, so that equal data is spelled alike. */
export function spellData(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => typeof value === 'bigint' ? String(value) : value) ?? '';
}
