# The panel and the worker in one image:
#   docker build -t lamia .
#   docker run lamia                              the panel, on port 3000
#   docker run lamia .next/programs/worker.mjs    a worker beside it, on PostgreSQL
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
# Install scripts stay off: one of them would download a database engine that is not needed.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/generate.mjs && node --import tsx scripts/build.ts \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf .next/cache

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 LAMIA_HOME=/data
COPY --from=build /app/package.json /app/next.config.js ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/.next .next
COPY --from=build /app/public public
COPY --from=build /app/prisma prisma
# Only these are written to; the rest of the file system may be read-only.
RUN mkdir -p /data .next/cache && chown 10001:10001 /data .next/cache
VOLUME /data
USER 10001:10001
EXPOSE 3000
ENTRYPOINT ["node"]
CMD [".next/programs/panel.mjs"]
