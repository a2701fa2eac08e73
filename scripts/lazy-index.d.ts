/** An entry point that has what another one exports, each loaded when it is first asked for. */
export function lazyIndex(source: string, namesOf: (module: string) => readonly string[]): string;
