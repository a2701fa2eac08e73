import type { ReadingNote, TemplateInput } from './template-input';

/*
 * Models: what could not be read, each said once.
 */

/** The notes of a reading. */
export class ReadingNotes {
  public readonly all = new Map<string, ReadingNote>();

  /** Say that something cannot be read. */
  public add(template: TemplateInput, logicalId: string | undefined, reason: string): void {
    const note = { template: template.name, ...logicalId === undefined ? {} : { logicalId }, reason };
    this.all.set(JSON.stringify(note), note);
  }
}
