import type { TemplateInput } from './template-input';
import type { ReadingNote } from '../model/reading-note';

/*
 * Models: what could not be read, each said once.
 */

/** What is said, without what it is said of. */
export type Remark = Omit<ReadingNote, 'template' | 'logicalId'>;

/** The notes of a reading. */
export class ReadingNotes {
  public readonly all = new Map<string, ReadingNote>();

  /** Say that something cannot be read. */
  public add(template: TemplateInput, logicalId: string | undefined, remark: Remark): void {
    const note = { template: template.name, ...logicalId === undefined ? {} : { logicalId }, ...remark };
    this.all.set(JSON.stringify(note), note);
  }
}
