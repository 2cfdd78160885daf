/** What a walk is to bring to the world. */
export interface Site {
  /** Of the Gateway. */
  name: string;
  host: string;
  /** Of the zone that holds the host. */
  apex: string;
}

export function site(name: string, apex: string): Site {
  return { name, host: `${name}.${apex}`, apex };
}
