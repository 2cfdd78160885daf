/** What a metadata key looks like; in a file of its own, so that a page can have it without the schemas. */
export const metadataKeyPattern = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
