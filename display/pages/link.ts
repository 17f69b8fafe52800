/** What a link of ours carries behind `#`. */
export interface Link {
  kind: 'demo' | 'admin' | 'invitation' | 'pairing' | 'refused';
  secret: string;
}

const LINK = /^#(demo|admin|invitation|pairing|refused)=([\w-]+)$/;

/** The link in an address; null: none. */
export function readLink(hash: string): Link | null {
  const [, kind, secret] = LINK.exec(hash) ?? [];
  return kind && secret ? { kind: kind as Link['kind'], secret } : null;
}

/** Takes the link out of the address at once, so that neither history nor a glance at the screen keeps it. */
export function takeLink(): Link | null {
  const link = readLink(location.hash);
  if (link) history.replaceState(null, '', location.pathname + location.search);
  return link;
}
