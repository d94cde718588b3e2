# Wetalk in a container: the product and its simulated Meta on port 4000, PostgreSQL by DATABASE_URL (see compose.yaml).
# Two stages: the first installs everything and builds the web pages, the second holds only what runs.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install script of any package runs. What only the build needs, the bundled Node and the embedded PostgreSQL are
# left behind below: the image brings its own Node 24, and the database comes by DATABASE_URL.
RUN npm ci --ignore-scripts --include=dev
COPY . .
RUN node scripts/build.mjs && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json /app/LICENSE ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/migrations ./migrations
COPY --from=build --chown=root:root /app/core ./core
COPY --from=build --chown=root:root /app/server ./server
COPY --from=build --chown=root:root /app/simulator ./simulator
COPY --from=build --chown=root:root /app/dist ./dist
# For whoever keeps it running: docker compose run --rm app node scripts/wetalk.ts hold (docs/operations.md).
COPY --from=build --chown=root:root /app/scripts/wetalk*.ts ./scripts/
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
# Asks whether the process is alive, not whether the database is: a database that is away must not restart the app.
# An upgrade of a large database takes minutes, in which nothing answers yet.
HEALTHCHECK --interval=15s --timeout=5s --start-period=15m --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and hears SIGTERM: the program finishes what it holds and ends.
# The flags are those of `npm start`: room for young objects, and what starting up needed is given back.
CMD ["node", "--expose-gc", "--max-semi-space-size=64", "server/main.ts"]
