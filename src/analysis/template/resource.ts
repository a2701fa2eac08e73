import type { EvaluationContext, TemplateResource } from './evaluation-context';
import { isMadeByMacro } from './foreign-transforms';
import { MACRO, entry, objectOf } from './raw';
import type { ReadingNotes } from './reading-notes';
import type { Value } from './value';
import { NONE, unknown } from './value';
import type { ResourceId, Source } from '../model/source';
import { deployTimeId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { all } from '../model/ternary';

/*
 * Models: a resource as a template writes it: its type, and its properties when they are asked for.
 */

/** A resource of a template. */
export class Resource implements TemplateResource {
  public readonly id: ResourceId;
  private isPresent: Ternary | undefined;
  private described: Source | undefined;

  constructor(
    public readonly scope: EvaluationContext,
    private readonly notes: ReadingNotes,
    public readonly logicalId: string,
    public readonly type: string,
    private readonly raw: unknown,
  ) {
    this.id = `${scope.id}#${logicalId}`;
  }

  /** A property; none when it is not written. */
  public get(property: string): Value {
    const properties = entry(this.raw, 'Properties');
    if (isMadeByMacro(this.raw) || entry(properties, MACRO) !== undefined || entry(properties, 'Fn::If') !== undefined) {
      return unknown(`the properties of ${this.logicalId} are made by a function that is not read`, deployTimeId(this.id, property));
    }
    const written = entry(properties, property);
    return written === undefined ? NONE : this.scope.value(written);
  }

  /** The names of the properties that are written. */
  public properties(): readonly string[] {
    return Object.keys(objectOf(entry(this.raw, 'Properties')));
  }

  /** An entry of the metadata, as it is written. */
  public metadata(key: string): unknown {
    return entry(entry(this.raw, 'Metadata'), key);
  }

  /** Tells whether it is deployed: whether its condition holds, and those of the stacks it is nested in. */
  public presence(): Ternary {
    if (this.isPresent === undefined) {
      const condition = entry(this.raw, 'Condition');
      this.isPresent = all([
        this.scope.presence(),
        typeof condition === 'string' ? this.scope.decide(condition) : 'yes',
      ]);
    }
    return this.isPresent;
  }

  /** Tells where it stands. */
  public source(): Source {
    if (this.described === undefined) {
      const written = this.metadata('aws:cdk:path');
      const constructPath = typeof written === 'string' ? written : this.scope.template.constructPaths?.get(this.logicalId);
      this.described = {
        id: this.id, template: this.scope.template.name, logicalId: this.logicalId, type: this.type,
        ...constructPath === undefined ? {} : { constructPath },
      };
    }
    return this.described;
  }

  /** Say that something of it cannot be read. */
  public note(reason: string): void {
    this.notes.add(this.scope.template, this.logicalId, { reason });
  }
}
