import type { TellStage } from './notice.ts';

/** Names who is to act, by rule and level (domain §1.6: unit → 分管 → 主要领导). */
export const address: TellStage = ({ rules }, notices) =>
  notices.map((notice) => {
    const { rule, level, unit } = notice.event;
    const to = rules.toByRule[rule]?.[level] ?? rules.to[level];
    return { ...notice, to: to === 'unit' && unit === '' ? 'centre' : to };
  });
