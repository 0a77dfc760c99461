// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/mirrors.h"

#include "sync/server/storage/audit.h"
#include "sync/wire/chain.h"

namespace bedside::server {

Result<std::vector<MirrorSource>> mirror_sources(ReadConnection& connection)
{
    auto query = TRY(connection.query("SELECT url, contact_ms, trouble, (SELECT count(*) FROM mirror_staged s WHERE s.url = mirror_source.url AND type IN ('QuestionnaireResponse', 'Provenance')), passed_over "
                                      "FROM mirror_source ORDER BY url"));
    std::vector<MirrorSource> rows;
    while (TRY(query.step()))
        rows.push_back({ query.text(0), query.maybe(1), query.text(2), query.integer(3), query.integer(4) });
    return rows;
}

Result<void> note_mirror_round(Connection& connection, Instant const& now, std::string_view url, std::string_view trouble, std::int64_t passed_over)
{
    std::optional<std::string> before; // no row: this server is new
    {
        auto query = TRY(connection.query("SELECT trouble FROM mirror_source WHERE url = ?1", url));
        if (TRY(query.step()))
            before = query.text(0);
    }
    if (!before)
        TRY(append_audit(connection, now, "system:mirror", "mirror-begun", url));
    if (before.value_or("") != trouble)
        TRY(append_audit(connection, now, "system:mirror", trouble.empty() ? "mirror-restored" : "mirror-failed", std::string(url) + (trouble.empty() ? "" : ": ") + std::string(trouble)));
    TRY(connection.run("INSERT INTO mirror_source (url, trouble, passed_over) VALUES (?1, ?2, ?3) ON CONFLICT (url) DO UPDATE SET trouble = excluded.trouble, passed_over = passed_over + excluded.passed_over",
        url, trouble, passed_over));
    return trouble.empty() ? connection.run("UPDATE mirror_source SET contact_ms = ?2 WHERE url = ?1", url, now.wall_ms) : Result<void>();
}

Result<MirrorMark> mirror_mark(ReadConnection& connection, std::string_view url, std::string_view type)
{
    auto query = TRY(connection.query("SELECT since_ms, highest_ms, next_page FROM mirror_mark WHERE url = ?1 AND type = ?2", url, type));
    if (!TRY(query.step()))
        return MirrorMark();
    return MirrorMark { query.integer(0), query.integer(1), query.text(2) };
}

Result<void> set_mirror_mark(Connection& connection, std::string_view url, std::string_view type, MirrorMark const& mark)
{
    return connection.run("INSERT INTO mirror_mark (url, type, since_ms, highest_ms, next_page) VALUES (?1, ?2, ?3, ?4, ?5) "
                          "ON CONFLICT (url, type) DO UPDATE SET since_ms = excluded.since_ms, highest_ms = excluded.highest_ms, next_page = excluded.next_page",
        url, type, mark.since_ms, mark.highest_ms, mark.next_page);
}

Result<void> stage(Connection& connection, std::string_view url, StagedResource const& resource)
{
    return connection.run("INSERT INTO mirror_staged (url, type, id, response_id, updated_ms, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                          "ON CONFLICT (url, type, id) DO UPDATE SET response_id = excluded.response_id, updated_ms = excluded.updated_ms, json = excluded.json WHERE excluded.updated_ms >= updated_ms",
        url, resource.type, resource.id, resource.response_id, resource.updated_ms, resource.json);
}

Result<void> unstage(Connection& connection, std::string_view url, StagedResource const& resource)
{
    return connection.run("DELETE FROM mirror_staged WHERE url = ?1 AND type = ?2 AND id = ?3", url, resource.type, resource.id);
}

namespace {

Result<std::vector<StagedResource>> staged_rows(Query query)
{
    std::vector<StagedResource> rows;
    while (TRY(query.step()))
        rows.push_back({ query.text(0), query.text(1), query.text(2), query.integer(3), query.text(4) });
    return rows;
}

} // namespace

Result<std::vector<StagedResource>> staged_devices(ReadConnection& connection, std::string_view url)
{
    return staged_rows(TRY(connection.query("SELECT type, id, response_id, updated_ms, json FROM mirror_staged WHERE url = ?1 AND type = 'Device' ORDER BY id", url)));
}

Result<std::vector<std::string>> staged_forms(ReadConnection& connection, std::string_view url, std::string_view after, int limit)
{
    auto query = TRY(connection.query("SELECT DISTINCT response_id FROM mirror_staged WHERE url = ?1 AND response_id > ?2 AND type != 'Device' ORDER BY response_id LIMIT ?3", url, after, limit));
    std::vector<std::string> rows;
    while (TRY(query.step()))
        rows.push_back(query.text(0));
    return rows;
}

Result<std::vector<StagedResource>> staged_of(ReadConnection& connection, std::string_view url, std::string_view response_id)
{
    return staged_rows(TRY(connection.query("SELECT type, id, response_id, updated_ms, json FROM mirror_staged WHERE url = ?1 AND response_id = ?2 AND type != 'Device' ORDER BY type, id", url, response_id)));
}

Result<Tablet> mirrored_tablet(Connection& connection, Instant const& now, std::string_view id, std::string_view url)
{
    TRY(check_tablet_id(id));
    if (auto known = tablet(connection, id); known || known.error().code != Code::not_found)
        return known;
    // No certificate of this server was ever given to it.
    TRY(connection.run("INSERT INTO tablet (id, signing_key, certificate, certificate_sha256, certificate_until_ms, enrolled_ms, head, mirrored_from) VALUES (?1, ?2, '', ?3, 0, ?4, ?5, ?6)", id, Bytes {},
        "mirrored " + std::string(id), now.wall_ms, wire::chain_genesis, url));
    TRY(append_audit(connection, now, "system:mirror", "tablet-mirrored", std::string(id) + " " + std::string(url)));
    return tablet(connection, id);
}

Result<void> learn_key(Connection& connection, Instant const& now, Tablet const& tablet, Bytes const& key)
{
    if (tablet.signing_key == key)
        return {};
    if (!tablet.signing_key.empty())
        return mark_fork(connection, now, tablet.id, "another device delivers under this name to a mirrored server");
    TRY(connection.run("UPDATE tablet SET signing_key = ?2 WHERE id = ?1", tablet.id, key));
    return append_audit(connection, now, "system:mirror", "key-learned", tablet.id + " " + hex(key));
}

Result<void> note_delivery(Connection& connection, std::string_view id, std::int64_t at_ms)
{
    return connection.run("UPDATE tablet SET contact_ms = max(coalesce(contact_ms, 0), ?2) WHERE id = ?1 AND mirrored_from != ''", id, at_ms);
}

} // namespace bedside::server
