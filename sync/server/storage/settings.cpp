// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/settings.h"

#include "sync/server/storage/audit.h"

#include <cstring>

namespace bedside::server {

Result<Secret> secret(ReadConnection& connection, std::string_view name)
{
    auto query = TRY(connection.query("SELECT value FROM secret WHERE name = ?1", name));
    if (!TRY(query.step()))
        return fail(Code::corrupted, "the database holds no " + std::string(name) + "; it was not made by bedside-server init, or is damaged");
    auto bytes = query.blob(0);
    Secret value(bytes);
    explicit_bzero(bytes.data(), bytes.size());
    return value;
}

Result<void> set_secret(Connection& connection, std::string_view name, std::span<std::uint8_t const> value)
{
    return connection.run("INSERT INTO secret (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);
}

Result<std::string> setting(ReadConnection& connection, std::string_view name)
{
    auto query = TRY(connection.query("SELECT value FROM setting WHERE name = ?1", name));
    if (!TRY(query.step()))
        return std::string();
    return query.text(0);
}

Result<void> set_setting(Connection& connection, std::string_view name, std::string_view value)
{
    return connection.run("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);
}

Result<bool> holds_simulated_data(ReadConnection& connection)
{
    auto const value = TRY(setting(connection, "simulated"));
    return value == "yes";
}

Result<Documents> documents(ReadConnection& connection, std::string_view kind)
{
    auto query = TRY(connection.query("SELECT name, bytes FROM document WHERE kind = ?1", kind));
    Documents files;
    while (TRY(query.step())) {
        auto const bytes = query.blob(1);
        files.emplace(query.text(0), std::string(bytes.begin(), bytes.end()));
    }
    return files;
}

Result<std::string> document(ReadConnection& connection, std::string_view kind, std::string_view name)
{
    auto query = TRY(connection.query("SELECT bytes FROM document WHERE kind = ?1 AND name = ?2", kind, name));
    if (!TRY(query.step()))
        return fail(Code::not_found, "There is no such document.");
    auto const bytes = query.blob(0);
    return std::string(bytes.begin(), bytes.end());
}

Result<void> publish(Connection& connection, Instant const& now, std::string_view who, Publication const& publication,
    std::map<std::string, Documents> const& kinds, std::vector<PublishedForm> const& forms)
{
    for (auto const& form : forms) {
        auto const known = TRY(published_form(connection, form.canonical));
        if (known && known->bytes != form.bytes)
            return fail(Code::conflict, "the form " + form.canonical + " was published before with other content; raise its version and publish again");
        TRY(connection.run("INSERT INTO questionnaire (canonical, form, bytes, published_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (canonical) DO UPDATE SET form = excluded.form",
            form.canonical, form.form, as_bytes(form.bytes), now.wall_ms));
    }
    TRY(connection.run("DELETE FROM document"));
    for (auto const& [kind, files] : kinds) {
        for (auto const& [name, bytes] : files)
            TRY(connection.run("INSERT INTO document (kind, name, bytes) VALUES (?1, ?2, ?3)", kind, name, as_bytes(bytes)));
    }
    TRY(connection.run("INSERT INTO publication (study, version, etag, published_ms, published_by) VALUES (?1, ?2, ?3, ?4, ?5)", publication.study,
        publication.version, publication.etag, now.wall_ms, who));
    TRY(set_setting(connection, "published_at", iso8601(now)));
    return append_audit(connection, now, who, "published", publication.study + " " + publication.version + " " + publication.etag);
}

std::string etag_of(std::map<std::string, Documents> const& kinds)
{
    std::string content;
    for (auto const& [kind, files] : kinds) {
        for (auto const& [name, bytes] : files)
            content += kind + "\n" + name + "\n" + sha256_hex(bytes) + "\n";
    }
    return "\"" + sha256_hex(content).substr(0, 32) + "\"";
}

Result<void> replace_roster(Connection& connection, Instant const& now, std::string_view who, std::string const& roster)
{
    auto const before = TRY(publication(connection));
    if (!before)
        return fail(Code::not_found, "No study is published yet.");
    std::map<std::string, Documents> kinds { { "study", TRY(documents(connection, "study")) }, { "roster", { { "roster.csv", roster } } }, { "staff", TRY(documents(connection, "staff")) } };
    TRY(connection.run("UPDATE document SET bytes = ?1 WHERE kind = 'roster' AND name = 'roster.csv'", Bytes(roster.begin(), roster.end())));
    TRY(connection.run("INSERT INTO publication (study, version, etag, published_ms, published_by) VALUES (?1, ?2, ?3, ?4, ?5)", before->study, before->version, etag_of(kinds),
        now.wall_ms, who));
    return set_setting(connection, "published_at", iso8601(now));
}

Result<std::optional<Publication>> publication(ReadConnection& connection)
{
    auto at = TRY(setting(connection, "published_at"));
    auto query = TRY(connection.query("SELECT study, version, etag FROM publication ORDER BY number DESC LIMIT 1"));
    if (!TRY(query.step()))
        return std::optional<Publication>();
    return std::optional(Publication { query.text(0), query.text(1), query.text(2), std::move(at), {} });
}

Result<std::vector<Publication>> publications(ReadConnection& connection, Instant const& now, int limit)
{
    auto query = TRY(connection.query("SELECT study, version, etag, published_ms, published_by FROM publication ORDER BY number DESC LIMIT ?1", limit));
    std::vector<Publication> rows;
    while (TRY(query.step()))
        rows.push_back({ query.text(0), query.text(1), query.text(2), iso8601({ .wall_ms = query.integer(3), .offset_min = now.offset_min, .monotonic_ms = 0, .boot_id = {} }), query.text(4) });
    return rows;
}

Result<std::optional<PublishedForm>> published_form(ReadConnection& connection, std::string_view canonical)
{
    auto query = TRY(connection.query("SELECT form, bytes FROM questionnaire WHERE canonical = ?1", canonical));
    if (!TRY(query.step()))
        return std::optional<PublishedForm>();
    auto const bytes = query.blob(1);
    return std::optional(PublishedForm { std::string(canonical), query.text(0), std::string(bytes.begin(), bytes.end()) });
}

} // namespace bedside::server
