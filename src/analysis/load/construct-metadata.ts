import { join } from 'node:path';
import { jsonAt } from './load-json';
import { statusOf } from './read-text-file';
import { arrayOf, entry, objectOf } from '../template/raw';

/*
 * Models: what a cloud assembly says of constructs beside the templates: the line of the program that makes each, and the findings that somebody
 * acknowledges for a construct and all that is in it.
 */

/** A line of a program, as a stack trace names it. */
export interface ProgramLine {
  /** The path of the file, as the program had it. */
  readonly file: string;
  readonly line: number;
}

/** The trace of the construction of a resource, the innermost call first. aws-cdk-lib 2.273 writes it without the frames of packages. */
const CREATION_STACK = 'aws:cdk:creationStack';

/** The findings that are acknowledged, each with the reason. */
const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';

/** The path of the construct that has no other one around it. */
const THE_APP = '';

/** A frame: `new Shop (/home/me/shop/lib/shop.ts:12:5)`. Frames that are left out have no file. */
const FRAME = /\((.+?):(\d+)(?::\d+)?\)$/;

/** A part of a path that is not of whoever wrote the program. */
const OF_A_PACKAGE = /[\\/](?:node_modules|site-packages)[\\/]|^node:/;

/** Metadata of constructs, by path. */
export class ConstructMetadata {
  private readonly items = new Map<string, unknown[]>();

  /** @param metadata objects of lists of entries by construct path, one for each stack */
  constructor(metadata: readonly unknown[]) {
    for (const [path, items] of metadata.flatMap((ofStack) => Object.entries(objectOf(ofStack)))) {
      this.items.set(path, [...this.items.get(path) ?? [], ...arrayOf(items)]);
    }
  }

  /** The lines of the program from which a construct was made, the innermost one first. */
  public createdAt(constructPath: string): readonly ProgramLine[] {
    return this.entries(constructPath, CREATION_STACK).flatMap((data) => arrayOf(data)).flatMap((frame): ProgramLine[] => {
      const [, file, line] = (typeof frame === 'string' ? FRAME.exec(frame) : null) ?? [];
      return file === undefined || OF_A_PACKAGE.test(file) || Number(line) < 1 ? [] : [{ file, line: Number(line) }];
    });
  }

  /** The reason for which a finding of a construct is acknowledged, there or at the closest construct around it; undefined when it is not. */
  public acknowledgement(constructPath: string, id: string): string | undefined {
    const parts = constructPath.split('/');
    const around = [...parts.map((_, index) => parts.slice(0, parts.length - index).join('/')), THE_APP];
    const rules = around.flatMap((path) => this.entries(path, ACKNOWLEDGED_RULES)).find((data) => Object.hasOwn(objectOf(data), id));
    return rules === undefined ? undefined : spellReason(entry(rules, id));
  }

  private entries(constructPath: string, type: string): unknown[] {
    return (this.items.get(`/${constructPath}`) ?? []).filter((item) => entry(item, 'type') === type).map((item) => entry(item, 'data'));
  }
}

function spellReason(reason: unknown): string {
  return typeof reason === 'string' ? reason : '';
}

/**
 * Returns what was acknowledged in the last synthesis of an assembly, in the form of metadata. The app and its stages are in no stack, so what is acknowledged
 * there stands in the report of the synthesis alone.
 */
export function acknowledgedInReport(assembly: string): unknown {
  const path = join(assembly, 'validation-report.json');
  const report = statusOf(assembly)?.isDirectory() === true && statusOf(path)?.isFile() === true ? jsonAt(path) : undefined;
  const suppressed = arrayOf(entry(report, 'pluginReports')).flatMap((each) => arrayOf(entry(each, 'suppressedViolations')));
  const metadata: Record<string, { readonly type: string; readonly data: unknown }[]> = {};
  for (const each of suppressed) {
    const [id, at, reason] = ['acknowledgedId', 'acknowledgedAt', 'reason'].map((key) => entry(each, key));
    if (typeof id === 'string') {
      (metadata[`/${typeof at === 'string' ? at : THE_APP}`] ??= []).push({ type: ACKNOWLEDGED_RULES, data: { [id]: spellReason(reason) } });
    }
  }
  return metadata;
}
