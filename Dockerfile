# The portal on a server: see docker-compose.yml. No secret is in the image or has a default.

FROM node:24-bookworm-slim AS opmaak
WORKDIR /portaal
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM python:3.11-slim-bookworm AS pakketten
COPY requirements/runtime.txt /
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /runtime.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /portaal --shell /usr/sbin/nologin portaal
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=ozjt.settings \
    PORTAL_LOKAAL=/portaal/.local
WORKDIR /portaal
COPY --from=pakketten /venv /venv
COPY . .
COPY --from=opmaak /portaal/node_modules node_modules
# Settings want secrets even to copy style sheets: these live as long as this line.
RUN export MODUS=demo SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex())')" \
        KLUIS_SLEUTELS=bouw:ongebruikt KLUIS_HASHSLEUTEL=bouw:ongebruikt \
        DATABASE_URL=postgres://ongebruikt REDIS_URL=redis://ongebruikt \
    && python manage.py collectstatic --noinput --verbosity=0 \
    && python -m compileall -q . \
    && install -d -o portaal -g portaal .local/documenten
USER portaal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
    CMD ["python", "docker/gezond.py"]
CMD ["gunicorn", "ozjt.wsgi:application", "--bind=0.0.0.0:8000", "--workers=4", "--threads=4", \
     "--worker-class=gthread", "--worker-tmp-dir=/dev/shm", "--no-control-socket", \
     "--max-requests=5000", "--max-requests-jitter=500"]
