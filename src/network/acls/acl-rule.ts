import { createHash } from 'crypto';
import type { PortRange } from '../../metadata/declared-destination';

/*
 * Models: a rule of a network ACL and the number it has.
 * Law: a rule's number is made of the rule itself; what comes after it in a list does not move it.
 * All rules allow, so numbers decide nothing else; but CloudFormation cannot swap two.
 */

/** The traffic that a rule allows, in one direction. */
export interface AclRule {
  /** The name of the rule, which is the construct id of the entry. */
  readonly key: string;

  /** The block at the other end. */
  readonly cidr: string;
  readonly ipv6: boolean;

  /** The ports, or what is not TCP and not UDP: everything, or the message that a packet was too big. */
  readonly traffic: PortRange | 'all' | 'too-big';

  /** The number, for rules of which there is one; others get theirs from the key. */
  readonly number?: number;
}

/** A rule with its number. */
export interface NumberedAclRule extends AclRule {
  readonly number: number;
}

/** Numbers below are for rules that have one of their own; EC2 keeps those from 32767 up for itself. */
const FIRST_MADE = 2000;
const MADE = 30000;

/**
 * Gives the rules of one direction their numbers.
 *
 * When two keys come to the same number, which befalls one pair in thirty thousand, the later one takes the next number.
 */
export class RuleNumbers {
  private readonly taken = new Set<number>();
  private readonly keys = new Set<string>();

  /** The rules that are new, with their numbers. */
  public number(rules: readonly AclRule[]): NumberedAclRule[] {
    return rules.flatMap((rule) => {
      if (this.keys.has(rule.key)) {
        return [];
      }
      let number = rule.number ?? madeNumber(rule.key);
      while (this.taken.has(number)) {
        number = FIRST_MADE + (number + 1 - FIRST_MADE) % MADE;
      }
      this.keys.add(rule.key);
      this.taken.add(number);
      return [{ ...rule, number }];
    });
  }
}

function madeNumber(key: string): number {
  return FIRST_MADE + createHash('sha256').update(key).digest().readUInt32BE(0) % MADE;
}
