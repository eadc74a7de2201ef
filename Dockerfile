# The embedded edition in one container: vault, gateway, worker, publisher and local witness.
# Not built or started by our tests, which have no container engine (SOUNDNESS.md).
FROM node:24-bookworm-slim AS pages
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --loglevel=error
COPY frontend/src src
COPY frontend/vite.config.ts frontend/integrity.ts frontend/postcss.config.mjs frontend/tsconfig.json ./
COPY vault/words.txt ../vault/words.txt
RUN npm run -s build

FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements-run.lock pyproject.toml README.md ./
RUN python -m venv /opt/safehold \
 && /opt/safehold/bin/pip install --no-cache-dir --require-hashes -r requirements-run.lock
COPY audit audit
COPY vault vault
COPY consent consent
COPY extraction extraction
COPY api api
COPY --from=pages /src/api/static api/static
RUN /opt/safehold/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/safehold safehold
COPY --from=build /opt/safehold /opt/safehold
USER safehold
WORKDIR /var/lib/safehold
VOLUME /var/lib/safehold
EXPOSE 8000 8001 8002
ENTRYPOINT ["/opt/safehold/bin/safehold"]
CMD ["up", "--data", "/var/lib/safehold/data", "--host", "0.0.0.0", \
     "--tls-cert", "/run/secrets/tls_cert", "--tls-key", "/run/secrets/tls_key"]
