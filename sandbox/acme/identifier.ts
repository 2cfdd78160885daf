/** What a certificate is asked for; this CA knows DNS names only. */
export interface Identifier {
  type: "dns";
  value: string;
}
