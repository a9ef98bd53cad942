FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install
COPY tsconfig.json build.mjs ./
COPY flows ./flows
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
WORKDIR /app
# The simulator serves its own machine only, which inside a container is the container.
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0 PORT=3000 SIMULATOR=off
RUN mkdir /data && chown node:node /data && chmod 700 /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY locales ./locales
COPY src/channels/web/page ./src/channels/web/page
COPY src/channels/whatsapp/link/page ./src/channels/whatsapp/link/page
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
