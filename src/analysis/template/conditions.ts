import type { EvaluationContext } from './evaluation-context';
import { arrayOf, isRawObject, onlyKey } from './raw';
import type { Value } from './value';
import { hasPlaceholder, isComposite, literalText, symbolOf } from './value';
import type { Ternary } from '../model/ternary';
import { all, any, not, ternary } from '../model/ternary';

/*
 * Models: the conditions of a template. Two literals are equal or not; whether anything else is equal is not decided, and is
 * either assumed or unknown.
 */

const MAX_DEPTH = 100;

/**
 * How an expression of the section `Conditions` turns out.
 *
 * @param named how another condition turns out
 */
export function evaluateCondition(raw: unknown, scope: EvaluationContext, named: (name: string) => Ternary, depth = 0): Ternary {
  const key = isRawObject(raw) ? onlyKey(raw) : undefined;
  if (!isRawObject(raw) || key === undefined || depth > MAX_DEPTH) {
    return raw === true || raw === 'true' ? 'yes' : raw === false || raw === 'false' ? 'no' : undecidable(raw, scope);
  }
  const argument = raw[key];
  const several = () => arrayOf(argument).map((part) => evaluateCondition(part, scope, named, depth + 1));
  switch (key) {
    case 'Condition':
      return typeof argument === 'string' ? named(argument) : undecidable(raw, scope);
    case 'Fn::And':
      return all(several());
    case 'Fn::Or':
      return any(several());
    case 'Fn::Not':
      return arrayOf(argument).length === 1 ? not(several()[0]) : undecidable(raw, scope);
    case 'Fn::Equals':
      return arrayOf(argument).length === 2 ? areEqual(arrayOf(argument).map((part) => scope.value(part)), raw, scope) : undecidable(raw, scope);
    default:
      return undecidable(raw, scope);
  }
}

function areEqual([one, other]: readonly Value[], raw: unknown, scope: EvaluationContext): Ternary {
  const [oneLiteral, otherLiteral] = [literal(one), literal(other)];
  if (oneLiteral !== undefined && otherLiteral !== undefined) {
    return ternary(oneLiteral === otherLiteral);
  }
  const [oneSymbol, otherSymbol] = [symbolOf(one), symbolOf(other)];
  if (oneSymbol !== undefined && oneSymbol === otherSymbol) {
    return 'yes';
  }
  if (oneSymbol === undefined || otherSymbol === undefined) {
    return undecidable(raw, scope);
  }
  if (otherLiteral !== undefined) {
    return scope.deployment.ledger.compare(oneSymbol, otherLiteral, allowedOf(one));
  }
  return oneLiteral !== undefined ? scope.deployment.ledger.compare(otherSymbol, oneLiteral, allowedOf(other))
    : scope.deployment.ledger.compare([oneSymbol, otherSymbol].sort().join(' = '), 'true', ['true', 'false']);
}

function literal(value: Value): string | undefined {
  const text = literalText(value);
  return text === undefined || hasPlaceholder(text) ? undefined : text;
}

function allowedOf(value: Value): readonly string[] | undefined {
  return isComposite(value) && value.kind === 'unknown' ? value.allowed : undefined;
}

/** Returns the decision on a condition of which nothing is known: it may be so or not. */
function undecidable(raw: unknown, scope: EvaluationContext): Ternary {
  return scope.deployment.ledger.compare(`${scope.id} ${JSON.stringify(raw)?.slice(0, 1000) ?? ''}`, 'true', ['true', 'false']);
}
