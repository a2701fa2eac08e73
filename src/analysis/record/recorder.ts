import { Interned } from './interned';
import type { Place, RecordedMend, RecordedObstacle, RecordedPath, RecordedResource, RecordedTemplate } from './reachability-record';
import { THE_FUNCTION } from './reachability-record';
import type { ResourceFacts } from './resource-facts';
import type { Hop } from '../model/hop';
import { describeHop } from '../model/hop';
import type { ResourceId, Source } from '../model/source';
import { describeSource } from '../model/source';
import type { Mend, Obstacle, Path } from '../model/verdict';

/** Keeps the lists of a record while it is written: whoever names a thing gets its place. */
export class Recorder {
  public readonly templates = new Interned<RecordedTemplate>();
  public readonly resources = new Interned<RecordedResource>();
  public readonly mends = new Interned<RecordedMend>();
  public readonly obstacles = new Interned<RecordedObstacle>();
  public readonly paths = new Interned<RecordedPath>();
  private readonly placesOfPaths = new WeakMap<Path, Place>();

  /**
   * @param facts what templates say of resources beside the network
   * @param stacks the names of stacks, by template
   */
  constructor(private readonly facts: ReadonlyMap<ResourceId, ResourceFacts>, private readonly stacks: ReadonlyMap<string, string>) {}

  public resource(source: Source): Place {
    return this.resources.placeOf(source.id, () => {
      const { id, type, template, logicalId, constructPath } = source;
      return {
        id: describeSource(source), type,
        ...template === undefined ? {} : { template: this.template(template) },
        ...logicalId === undefined ? {} : { logicalId },
        ...constructPath === undefined ? {} : { constructPath },
        ...this.facts.get(id),
      };
    });
  }

  /** A resource by its id in the model; of what is only referred to, nothing else is known. */
  public named(id: ResourceId, found: { readonly source: Source } | undefined, type: string): Place {
    return this.resource(found?.source ?? { id, type });
  }

  public template(name: string): Place {
    const stack = this.stacks.get(name);
    return this.templates.place({ name, ...stack === undefined ? {} : { stack } });
  }

  public mend({ inConstructs, inTemplate }: Mend): Place {
    return this.mends.place({ ...inConstructs === undefined ? {} : { inConstructs }, inTemplate });
  }

  /** A path of a function. What stands at the function itself is written without its name, so that functions which fare alike share it. */
  public path(path: Path, of: Source): Place {
    const known = this.placesOfPaths.get(path);
    if (known !== undefined) {
      return known;
    }
    const { hops, obstacles, assumptions } = path;
    const place = this.paths.place({
      hops: hops.map((hop) => this.hop(hop)),
      obstacles: obstacles.map((obstacle) => this.obstacle(obstacle, hops, of)),
      assumptions,
    });
    if (!obstacles.some(({ source }) => source?.id === of.id)) {
      this.placesOfPaths.set(path, place);
    }
    return place;
  }

  private hop(hop: Hop): RecordedPath['hops'][number] {
    const source = 'source' in hop ? hop.source : undefined;
    return { kind: hop.kind, text: describeHop(hop), ...source === undefined ? {} : { resource: this.resource(source) } };
  }

  private obstacle({ code, status, detail, mend, source, hop }: Obstacle, hops: readonly Hop[], of: Source): Place {
    const at = hop === undefined ? -1 : hops.indexOf(hop);
    const isAtFunction = source?.id === of.id;
    return this.obstacles.place({
      code, status, detail: isAtFunction ? detail.split(describeSource(of)).join(THE_FUNCTION) : detail, mend: this.mend(mend),
      ...source === undefined || isAtFunction ? {} : { resource: this.resource(source) },
      ...at < 0 ? {} : { hop: at },
    });
  }
}
