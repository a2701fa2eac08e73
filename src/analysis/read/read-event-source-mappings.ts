import { attachmentOfPollers } from './attachment-of-pollers';
import type { Attachment } from './attachments';
import { brokersOf } from './brokers-of-pollers';
import { eventSourceOf, eventSources } from './event-sources';
import { servicesOf } from './services-of-pollers';
import type { DeclaredDestination } from '../model/declared-destination';
import type { Listener } from '../model/network';
import type { ResourceId } from '../model/source';
import { ternaryOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';

/*
 * Models: event source mappings whose pollers stand in a VPC: where they stand, and what they need there. Nobody declares it, it follows from the mapping.
 * Sources, of 28 November 2026: Lambda Developer Guide, with-msk-cluster-network, with-kafka-cluster-network, process-messages-with-lambda (on Amazon MQ),
 * with-documentdb, kafka-on-failure; CloudFormation, AWS::Lambda::EventSourceMapping.
 * Refuses: to decide where these disagree.
 */

/** A mapping whose pollers stand somewhere. */
export interface EventSourceMapping {
  readonly mapping: Resource;
  readonly attachment: Attachment;
  readonly needs: readonly DeclaredDestination[];
}

/** The mappings whose pollers need something of a network. */
export function readEventSourceMappings(deployment: Deployment, listeners: ReadonlyMap<ResourceId, Listener>): readonly EventSourceMapping[] {
  const sources = eventSources(deployment);
  return deployment.resources('AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
    const source = eventSourceOf(mapping, sources);
    if (source === undefined || source.kind === 'rabbitmq' && source.resource.known && isPublic(source.resource.value)) {
      return [];
    }
    const attachment = attachmentOfPollers(mapping, source, listeners);
    const brokers = brokersOf(mapping, source, { listeners, isInVpc: attachment.kind !== 'none' });
    const needs = [...attachment.kind === 'none' ? [] : servicesOf(mapping, source, deployment), ...brokers];
    return needs.length === 0 ? [] : [{ mapping, attachment, needs }];
  });
}

/** A public broker for RabbitMQ is in no VPC of its owner. */
function isPublic(broker: Resource): boolean {
  return ternaryOf(broker.get('PubliclyAccessible'), 'no') === 'yes';
}
