FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN npm run build && npm run sbom && npm prune --omit=dev && chmod -R u=rwX,go=rX package.json node_modules dist

FROM node:22-bookworm-slim
ENV NODE_ENV=production TRACK_HOST=0.0.0.0 TRACK_DATA_DIR=/data
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
RUN ln -s /app/dist/track.js /usr/local/bin/track && mkdir /data && chown node:node /data && chmod 700 /data
USER node
VOLUME /data
EXPOSE 4747
HEALTHCHECK --interval=30s --timeout=5s CMD ["node", "dist/health-check.js"]
CMD ["track", "serve"]
