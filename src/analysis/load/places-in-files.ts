import { basename } from 'node:path';
import { ConstructMetadata } from './construct-metadata';
import { WorkingDirectory } from './files-in-working-directory';
import { readTextFile } from './read-text-file';
import { resourceLines } from './template-lines';
import type { Written, WrittenPlace, WrittenPlaces } from '../model/written-place';
import type { TemplateInput } from '../template/template-input';

/*
 * Models: where the resources of an input are written: the line of the program, as far as the assembly has traces of it, else the line of the template,
 * else the first line of the template. What stands in a snapshot, or in a saved analysis, has its place there.
 * Law: a place is in a file that was read, or in one that is there.
 */

/** The files of an input. */
export interface Files {
  readonly templates?: readonly TemplateInput[];

  /** The metadata of constructs in assemblies, one object for each stack. */
  readonly metadata?: readonly unknown[];

  /** Snapshots or saved analyses, which are searched for what no template has. */
  readonly others: readonly string[];

  /** The path that was given first. */
  readonly first: string;
}

/** The name before the sign of this library's acknowledgements. */
const PLUGIN = 'cdk-lambda-network';

/** Find places in files, which are read when somebody asks. URIs are relative to the working directory of the process. */
export function placesIn(files: Files): WrittenPlaces {
  return new PlacesInFiles(files);
}

class PlacesInFiles implements WrittenPlaces {
  private readonly directory = new WorkingDirectory(process.cwd());
  private readonly constructs: ConstructMetadata;
  private readonly files: ReadonlyMap<string, string>;
  private readonly lines = new Map<string, ReadonlyMap<string, number>>();
  private readonly texts = new Map<string, readonly string[]>();

  constructor(private readonly input: Files) {
    this.constructs = new ConstructMetadata(input.metadata ?? []);
    this.files = new Map(withNested(input.templates ?? []).flatMap(({ name, file }) => file === undefined ? [] : [[name, file]]));
  }

  public get otherwise(): WrittenPlace {
    const { others: [other], first } = this.input;
    const [template] = this.files;
    return template !== undefined ? this.inTemplate(template[1], template[0]) : { ...this.directory.name(other ?? first), line: 1 };
  }

  public placeOf(thing: Written): WrittenPlace | undefined {
    const { template, logicalId } = thing;
    const file = this.files.get(template ?? '');
    return this.inProgram(thing) ?? (file === undefined ? this.inOthers(thing) : this.inTemplate(file, template, logicalId));
  }

  public acknowledgement({ constructPath }: Written, code: string): string | undefined {
    return constructPath === undefined ? undefined : this.constructs.acknowledgement(constructPath, `${PLUGIN}::${code}`);
  }

  private inProgram({ constructPath }: Written): WrittenPlace | undefined {
    for (const { file, line } of constructPath === undefined ? [] : this.constructs.createdAt(constructPath)) {
      const name = this.directory.nameOfProgram(file);
      if (name !== undefined) {
        return { ...name, line };
      }
    }
    return undefined;
  }

  private inTemplate(file: string, knownAs?: string, logicalId = ''): WrittenPlace {
    const lines = this.lines.get(file) ?? resourceLines(readTextFile(file), file);
    this.lines.set(file, lines);
    // what follows from a resource is called after it, such as the default security group of a VPC
    const line = lines.get(logicalId) ?? lines.get(/^\w*/.exec(logicalId)![0]) ?? 1;
    return { ...this.directory.name(file, knownAs), line };
  }

  private inOthers({ id, template, logicalId }: Written): WrittenPlace | undefined {
    const names = [id, ...template === undefined ? [] : [logicalId ?? template]].map((name) => JSON.stringify(name));
    for (const file of this.input.others) {
      const lines = this.texts.get(file) ?? readTextFile(file).split('\n');
      this.texts.set(file, lines);
      const index = basename(file) === id ? 0 : names.map((name) => lines.findIndex((line) => line.includes(name))).find((found) => found >= 0);
      if (index !== undefined) {
        return { ...this.directory.name(file), line: index + 1 };
      }
    }
    return undefined;
  }
}

function withNested(templates: readonly TemplateInput[]): TemplateInput[] {
  return templates.flatMap((template) => [template, ...withNested([...template.nested.values()])]);
}
