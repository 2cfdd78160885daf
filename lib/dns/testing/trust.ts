import { getCACertificates, setDefaultCACertificates } from "node:tls";

/** Makes this process trust the certificates; returns a function that ends that. */
export function trust(...certificatePems: string[]): () => void {
  const trusted = getCACertificates("default");
  setDefaultCACertificates([...trusted, ...certificatePems]);
  return () => setDefaultCACertificates(trusted);
}
