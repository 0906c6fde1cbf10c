"""Editing an Office file part by part: what is not touched stays byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from auditlint.errors import ReadError
from auditlint.typed import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from lxml.etree import _Element

_TYPES = "[Content_Types].xml"
_TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINKS_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class Package:
    """The parts of an Office file, to be changed and saved as a copy."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._infos = archive.infolist()
                self._data = {i.filename: archive.read(i) for i in self._infos}
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as exc:
            raise ReadError(path, "不是完整的 Office 文件，无法制作带批注的副本。", "请另存为新版格式后再试。") from exc
        self._parsed: dict[str, _Element] = {}
        self._changed: dict[str, _Element] = {}
        kind, target = next(
            ((k, t) for k, t in self.links("").values() if k.endswith("/officeDocument")), (_TRANSITIONAL + "/", "")
        )
        self.main = target
        self.relations = kind.rpartition("/")[0]
        if target not in self._data:
            raise ReadError(path, "文件里没有正文，无法制作带批注的副本。")

    @property
    def strict(self) -> bool:
        """Whether the file is in the strict form, whose namespaces have other names."""
        return self.relations == _STRICT

    def __contains__(self, part: str) -> bool:
        return part in self._data or part in self._changed

    def xml(self, part: str) -> _Element:
        """A part's root element to read."""
        if part in self._parsed:
            return self._parsed[part]
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            self._parsed[part] = etree.fromstring(self._data[part], parser)
        except (etree.XMLSyntaxError, ValueError, KeyError) as exc:
            raise ReadError(self.path, f"{part} 已损坏，无法制作带批注的副本。") from exc
        return self._parsed[part]

    def edit(self, part: str) -> _Element:
        """A part's root element to change; saving writes it anew."""
        root = self.xml(part)
        self._changed[part] = root
        return root

    def add(self, part: str, root: _Element, content_type: str) -> None:
        """A new part with its content type."""
        self.put(part, root)
        types = self.edit(_TYPES)
        if not any(o.get("PartName") == "/" + part for o in types.iterchildren(_TYPES_NS + "Override")):
            etree.SubElement(types, _TYPES_NS + "Override", PartName="/" + part, ContentType=content_type)

    def put(self, part: str, root: _Element) -> None:
        """A new part whose content type follows from its extension."""
        self._parsed[part] = self._changed[part] = root

    def declare(self, extension: str, content_type: str) -> None:
        """The content type of a file extension, where none is stated."""
        types = self.xml(_TYPES)
        if not any((d.get("Extension") or "").lower() == extension for d in types.iterchildren(_TYPES_NS + "Default")):
            types = self.edit(_TYPES)
            types.insert(0, etree.Element(_TYPES_NS + "Default", Extension=extension, ContentType=content_type))

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """A part's relationships: id → (type, part it leads to, "" if outside)."""
        name = self._links_part(part)
        if name not in self:
            return {}
        found = {}
        for link in self.xml(name).iterchildren(_LINKS_NS + "Relationship"):
            target = link.get("Target") or ""
            if link.get("TargetMode") == "External":
                target = ""
            elif target:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            found[link.get("Id") or ""] = (link.get("Type") or "", target)
        return found

    def linked(self, part: str, kind: str) -> str:
        """The part a part is linked to by a relationship whose type ends with `/kind`, or ""."""
        return next((t for k, t in self.links(part).values() if k.endswith("/" + kind)), "")

    def link(self, part: str, kind: str, target: str) -> str:
        """A new relationship from a part to another; its id."""
        name = self._links_part(part)
        if name in self:
            root = self.edit(name)
        else:
            root = etree.Element(_LINKS_NS + "Relationships", nsmap=cast("dict[str, str]", {None: _LINKS_NS[1:-1]}))
            self._parsed[name] = self._changed[name] = root
        taken = {link.get("Id") for link in root}
        new = next(i for n in range(1, len(taken) + 2) if (i := f"rIdAudit{n}") not in taken)
        path = posixpath.relpath(target, posixpath.dirname(part) or ".")
        etree.SubElement(root, _LINKS_NS + "Relationship", Id=new, Type=f"{self.relations}/{kind}", Target=path)
        return new

    def free(self, pattern: str) -> str:
        """A part name that is not taken; `{}` in the pattern is a number."""
        taken = {name.lower() for name in (*self._data, *self._changed)}
        return next(p for n in range(1, len(taken) + 2) if (p := pattern.format(n)).lower() not in taken)

    def save(self) -> bytes:
        """The copy: changed parts written anew, all others as they were, in the same order."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for info in self._infos:
                changed = self._changed.pop(info.filename, None)
                kept = zipfile.ZipInfo(info.filename, info.date_time)
                kept.external_attr = info.external_attr
                content = self._data[info.filename] if changed is None else _written(changed)
                archive.writestr(kept, content, zipfile.ZIP_DEFLATED if info.compress_type else zipfile.ZIP_STORED)
            date = self._infos[0].date_time
            for name, root in self._changed.items():
                archive.writestr(zipfile.ZipInfo(name, date), _written(root), zipfile.ZIP_DEFLATED)
        return out.getvalue()

    @staticmethod
    def _links_part(part: str) -> str:
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", name + ".rels")


def _written(root: _Element) -> bytes:
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)
