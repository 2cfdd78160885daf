// The library's dependency injection reads decorator metadata, so the polyfill must be loaded before it.
import "reflect-metadata";

export * as x509 from "@peculiar/x509";
