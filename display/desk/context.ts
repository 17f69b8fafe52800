import { type Accessor, createContext, useContext } from 'solid-js';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { Model } from '../model/model.ts';
import type { Format, Language } from '../panels/format.ts';
import type { Names } from '../panels/names.ts';
import type { DeskText } from '../text/desk-zh.ts';
import type { Dictionary } from '../text/zh.ts';
import type { Outbox } from './outbox.ts';
import type { Reveal } from './reveal.ts';
import type { Chosen } from './subject.ts';

/** What every part of the desk needs. */
export interface Desk {
  deployment: Deployment;
  names: Names;
  model: Model;
  /** Words that the walls say too. */
  text: Accessor<Dictionary>;
  words: Accessor<DeskText>;
  format: Accessor<Format>;
  language: Accessor<Language>;
  outbox: Outbox;
  chosen: Chosen;
  reveal: Reveal;
}

export const DeskContext = createContext<Desk>();

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a part stands outside the desk');
  return desk;
}
