# Odoo 19 with our addons, the fonts and the PDF engine of the printed forms.
ARG ODOO_IMAGE=odoo:19.0
FROM ${ODOO_IMAGE}

USER root

# Pango draws the text of WeasyPrint; Noto Serif is the 小标宋, Fandol the 仿宋, 楷体, 黑体 and 宋体 (of a TeX package, of
# which only the font files are taken), AR PL UKai and AR PL UMing have the rare characters.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        curl libpango-1.0-0 libpangoft2-1.0-0 fontconfig fonts-noto-cjk fonts-arphic-ukai fonts-arphic-uming \
    && FANDOL="$(mktemp -d)" && cd "$FANDOL" && apt-get download texlive-lang-chinese \
    && dpkg-deb -x texlive-lang-chinese_*.deb unpacked && mkdir -p /usr/share/fonts/opentype/fandol \
    && find unpacked -path "*/fandol/Fandol[FHKS]*-Regular.otf" -exec cp -t /usr/share/fonts/opentype/fandol {} + \
    && cd - && rm -rf "$FANDOL" /var/lib/apt/lists/* \
    && fc-cache --force

# Odoo's own requirements are in the image already, in the versions of its distribution.
COPY config/requirements-addons.txt /opt/company-erp/config/
RUN python3 -m pip install --no-cache-dir --break-system-packages \
        --requirement /opt/company-erp/config/requirements-addons.txt

COPY config/odoo.conf /etc/odoo/odoo.conf
COPY config/odoo.dev.conf config/allowed-log-lines.txt /opt/company-erp/config/
COPY erp /opt/company-erp/erp
COPY addons /opt/company-erp/addons
RUN rm -rf /opt/company-erp/addons/test_* \
    && mkdir -p /var/lib/odoo/filestore /var/lib/odoo/sessions \
    && chown -R odoo:odoo /var/lib/odoo

USER odoo
WORKDIR /opt/company-erp
ENV LANG=C.UTF-8 ERP_DATA=/var/lib/odoo XDG_CACHE_HOME=/var/lib/odoo/.cache

HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=5 \
    CMD ["curl", "--fail", "--silent", "--max-time", "5", "http://localhost:8069/web/health"]
