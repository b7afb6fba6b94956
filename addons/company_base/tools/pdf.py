"""HTML to PDF by WeasyPrint, cut off from network and file system."""
import logging
import re
from urllib.parse import unquote, urlsplit

from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import file_open

from . import pdf_justify

CONTENT_PATH = re.compile(r'^/web/(?:image|content)/(\d+)(?:[/-].*)?$')
ASSET_PATH = re.compile(r'^/web/assets/')
logging.getLogger('weasyprint.progress').setLevel(logging.WARNING)     # eight lines for each document otherwise
STATIC_PATH = re.compile(r'^/([a-z0-9_]+)/static/([\w./@+-]+)$')


class ForbiddenUrl(ValueError):
    """An address that a printed document may not load."""


def render_pdf(env, content):
    """PDF bytes of an HTML document.

    :param content: HTML as text or UTF-8 bytes
    :raise UserError: when WeasyPrint or its libraries are not installed
    """
    return layout_document(env, content).write_pdf()


def layout_document(env, content):
    """The laid out WeasyPrint document of an HTML text or UTF-8 bytes, for those who read positions off its pages.

    Box trees are cyclic and large: whoever makes many documents lets ``gc.collect()`` follow each.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise UserError(env._(
            "The PDF can't be made: WeasyPrint or the library Pango is missing on the server (%(error)s). Ask the "
            "administrator to install the Python package “weasyprint” and the system packages “libpango-1.0-0” and "
            "“libpangoft2-1.0-0”.", error=error)) from error
    pdf_justify.install()
    text = content.decode() if isinstance(content, bytes) else str(content)
    return weasyprint.HTML(string=text, base_url='odoo:///', url_fetcher=_make_fetcher(env)).render()


def _make_fetcher(env):
    """A fetcher that reads data: addresses, the database's attachments and the addons' static files; nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class LocalFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            parts = urlsplit(url)
            if parts.scheme == 'data':
                return super().fetch(url, headers)
            if parts.scheme != 'odoo' or parts.netloc:
                raise ForbiddenUrl(f"A printed document may not load {url[:200]}")
            body, mimetype = read_local(env, unquote(parts.path))
            return URLFetcherResponse(url, body, {'Content-Type': mimetype} if mimetype else {})

    return LocalFetcher(allowed_protocols=('data',), allow_redirects=False)


def read_local(env, path):
    """Content and type of an attachment that the user may read, or of a static file of an addon."""
    if found := CONTENT_PATH.match(path):
        attachment = env['ir.attachment'].browse(int(found.group(1))).exists()
        try:
            attachment.check_access('read')
        except AccessError as error:
            raise ForbiddenUrl(f"No right to read {path}") from error
        return attachment.raw or b'', attachment.mimetype
    if ASSET_PATH.match(path):
        asset_sudo = env['ir.attachment'].sudo().search([('url', '=', path), ('public', '=', True)], limit=1)
        return asset_sudo.raw or b'', asset_sudo.mimetype
    if (found := STATIC_PATH.match(path)) and '..' not in path:
        with file_open(f'{found.group(1)}/static/{found.group(2)}', 'rb') as stream:
            return stream.read(), None
    raise ForbiddenUrl(f"A printed document may not load {path[:200]}")
