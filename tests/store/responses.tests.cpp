// SPDX-License-Identifier: Apache-2.0
// Answers, completion, and what stays after a restart.
#include "tests/store/scenario.h"

using namespace bedside;
using namespace bedside::test;

TEST_CASE("an answer is there after a restart, and so are participant and item", "[R-001]")
{
    Ward ward;
    auto const id = ward.begin("P-017");
    ok(ward.store.save_answer(id, "nrs-now", integer_answer(0), patient));
    ok(ward.store.save_answer(id, "site#2/severity", integer_answer(4), patient));
    ok(ward.store.set_current_path(id, "nrs-average"));
    ward.reopen();
    auto const open = ok(ward.store.open_responses());
    REQUIRE(open.size() == 1);
    CHECK(open.front().id == id);
    CHECK(open.front().participant == "P-017");
    CHECK(open.front().current_path == "nrs-average");
    CHECK(ok(ward.store.answers(id)) == forms::Answers { { "nrs-now", integer_answer(0) }, { "site#2/severity", integer_answer(4) } });
}

TEST_CASE("a changed answer is a new row and the old one stays", "[R-004]")
{
    Ward ward;
    auto const id = ward.begin();
    ok(ward.store.save_answer(id, "nrs-now", integer_answer(3), patient));
    ward.clock.wait_ms(1500);
    ok(ward.store.save_answer(id, "nrs-now", integer_answer(8), { .who = "patient", .assisted_by = "nurse" }));
    ok(ward.store.save_answer(id, "note", text_answer("x"), patient));
    ok(ward.store.save_answer(id, "note", {}, patient));
    CHECK(ok(ward.store.answers(id)) == forms::Answers { { "nrs-now", integer_answer(8) } });
    auto const history = ok(ward.store.answer_history(id));
    REQUIRE(history.size() == 4);
    CHECK(history[0].answer == integer_answer(3));
    CHECK(history[1].answer == integer_answer(8));
    CHECK(history[1].actor.assisted_by == "nurse");
    CHECK(history[1].at.monotonic_ms - history[0].at.monotonic_ms == 1500);
    CHECK(history[1].at.offset_min == 480);
    CHECK(history[1].at.boot_id == ward.clock.now().boot_id);
    CHECK_FALSE(history[3].answer.has_value());
}

TEST_CASE("completion freezes the bytes, signs them and takes the next number", "[R-005]")
{
    Ward ward;
    ok(ward.store.set_setting("sync.skew_ms", "-4200"));
    auto const first = ward.complete_nrs(3);
    auto const second = ward.complete_nrs(5);
    CHECK(first.entry.sequence == 1);
    CHECK(first.entry.previous == wire::chain_genesis);
    CHECK(first.skew_ms == -4200);
    CHECK(second.entry.sequence == 2);
    CHECK(second.entry.previous == first.entry.hash());
    CHECK(second.entry.sha256 == sha256_hex(second.bytes));
    ward.reopen();
    auto const kept = ok(ward.store.frozen_by_id(second.entry.response_id));
    REQUIRE(kept);
    CHECK(kept->bytes == second.bytes);
    auto const submission = ok(ward.store.submission(2));
    CHECK(wire::verify_submission(submission, ward.store.public_key()));
    CHECK(ok(ward.store.open_responses()).empty());
    CHECK(ok(ward.store.completed_forms()).size() == 2);
    ok(ward.store.verify());
}

TEST_CASE("completing twice gives one form; other bytes are refused and the first stay", "[R-005]")
{
    Ward ward;
    auto const id = ward.begin();
    auto const first = ok(ward.store.complete(id, nrs_bytes(id, 3), patient));
    auto const again = ok(ward.store.complete(id, nrs_bytes(id, 3), patient));
    CHECK(again.entry.sequence == first.entry.sequence);
    auto const other = ward.store.complete(id, nrs_bytes(id, 4), patient);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == Code::conflict);
    CHECK(ok(ward.store.frozen_by_id(id))->bytes == nrs_bytes(id, 3));
    CHECK(ok(ward.store.outbox(store::OutboxState::waiting, 10)).size() == 1);
    auto const late = ward.store.save_answer(id, "nrs-now", integer_answer(9), patient);
    REQUIRE_FALSE(late);
    CHECK(late.error().code == Code::conflict);
}

TEST_CASE("bytes of another response are never frozen", "[R-005]")
{
    Ward ward;
    auto const id = ward.begin();
    auto const other = ward.store.complete(id, nrs_bytes(random_uuid(), 3), patient);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == Code::invalid_response);
    CHECK(ok(ward.store.open_responses()).size() == 1);
}

TEST_CASE("alerts leave the outbox first; a receipt marks its form only", "[R-075]")
{
    Ward ward;
    ward.complete_nrs(3);
    auto const urgent = ward.complete_nrs(9, "P-018", 1);
    auto const waiting = ok(ward.store.outbox(store::OutboxState::waiting, 10));
    REQUIRE(waiting.size() == 2);
    CHECK(waiting.front().response_id == urgent.entry.response_id);
    wire::Receipt receipt { urgent.entry.response_id, urgent.entry.sha256, "T-03", urgent.entry.sequence, "2026-11-24T06:33:06.000+00:00", urgent.entry.hash(), "" };
    auto wrong = receipt;
    wrong.sha256 = std::string(64, 'a');
    auto const refused = ward.store.store_receipt(wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::conflict);
    ok(ward.store.store_receipt(receipt));
    ok(ward.store.store_receipt(receipt));
    auto const counts = ok(ward.store.outbox_counts());
    CHECK(counts.waiting == 1);
    CHECK(counts.received == 1);
    CHECK(ok(ward.store.receipt(urgent.entry.response_id))->chain_head == urgent.entry.hash());
    ok(ward.store.quarantine(1, "the form is not part of the study"));
    CHECK(ok(ward.store.outbox(store::OutboxState::quarantined, 10)).front().reason == "the form is not part of the study");
    ok(ward.store.release(1, nurse));
    CHECK(ok(ward.store.outbox_counts()).waiting == 1);
    ok(ward.store.quarantine(2, "too late"));
    CHECK(ok(ward.store.outbox_counts()).received == 1);
    ok(ward.store.verify());
}

TEST_CASE("documents are replaced as one set")
{
    Ward ward;
    ok(ward.store.replace_documents("study", { { "study.toml", "a" }, { "forms/nrs.json", std::string("b\0c", 3) } }));
    ok(ward.store.replace_documents("roster", { { "roster.csv", "r" } }));
    ok(ward.store.replace_documents("study", { { "forms/nrs.json", std::string("b\0c", 3) } }));
    CHECK(ok(ward.store.documents("study")) == std::map<std::string, std::string> { { "forms/nrs.json", std::string("b\0c", 3) } });
    CHECK(ok(ward.store.documents("roster")).size() == 1);
}

// Study, roster, staff and two settings were five transactions: a plug pulled after the first left a new study with an old roster.
TEST_CASE("a publication is taken as a whole: when its last part can't be stored, nothing of it is")
{
    Ward ward;
    store::PublicationForTablet const first { { { "study.toml", "old" } }, "old roster", { { "N-01", "nurse", "hash", false } }, "trial", "bedside", "\"1\"" };
    ok(ward.store.replace_publication(first));
    auto const rows = ok(ward.store.audit_rows(0, 100)).size();
    auto second = first;
    second.study = { { "study.toml", "new" } };
    second.roster = "new roster";
    second.etag = "\"2\"";
    second.staff.assign(store::most_staff_accounts + 1, { "N-02", "nurse", "hash", false });
    CHECK(ward.store.replace_publication(second).error().code == Code::too_large);
    second.staff.resize(2); // twice the same id: refused by the database, after study and roster were written
    CHECK_FALSE(ward.store.replace_publication(second));
    ward.reopen();
    CHECK(ok(ward.store.documents("study")) == first.study);
    CHECK(ok(ward.store.documents("roster")).at("roster.csv") == "old roster");
    CHECK(ok(ward.store.staff()).front().id == "N-01");
    CHECK(ok(ward.store.setting("sync.documents_in_place")) == "\"1\"");
    CHECK(ok(ward.store.audit_rows(0, 100)).size() == rows);
    second.staff.resize(1);
    ok(ward.store.replace_publication(second));
    CHECK(ok(ward.store.documents("study")) == second.study);
    CHECK(ok(ward.store.staff()).front().id == "N-02");
    CHECK(ok(ward.store.setting("sync.documents_in_place")) == "\"2\"");
    ok(ward.store.verify());
}

TEST_CASE("a form can't be completed before the tablet has a name")
{
    TemporaryFolder folder;
    TestClock clock;
    auto store = ok(store::Store::create(folder.path(), test_key(), clock));
    auto const begun = ok(store.begin_response({ .id = {}, .participant = "P-017", .form = "nrs", .questionnaire = "q|1", .visit = {}, .started = {}, .current_path = {} }, patient));
    CHECK_FALSE(store.complete(begun.id, nrs_bytes(begun.id, 1), patient));
}

TEST_CASE("a form keeps the Questionnaire it began with, through pulls and restarts, until it is completed or abandoned", "[R-039]")
{
    Ward ward;
    auto const begin = [&](std::string const& bytes) {
        return ok(ward.store.begin_response({ .id = {}, .participant = "P-017", .form = "nrs", .questionnaire = "q|1", .visit = {}, .started = {}, .current_path = {} }, patient, bytes)).id;
    };
    auto const first = begin("the first version");
    auto const second = begin("the second version");
    ok(ward.store.replace_documents("study", { { "forms/nrs.json", "the third version" } }));
    ward.reopen();
    CHECK(ok(ward.store.begun_questionnaire(first)) == "the first version");
    CHECK(ok(ward.store.begun_questionnaire(second)) == "the second version");
    ok(ward.store.complete(first, nrs_bytes(first, 1), patient));
    ok(ward.store.abandon(second, "test", nurse));
    CHECK(ward.store.begun_questionnaire(first).error().code == Code::not_found);
    CHECK(ward.store.begun_questionnaire(second).error().code == Code::not_found);
    CHECK(ward.store.begun_questionnaire(ward.begin()).error().code == Code::not_found);
    ok(ward.store.verify());
}

TEST_CASE("the version that a completed form was answered with stays, the first bytes of it")
{
    Ward ward;
    auto const complete = [&](std::string const& canonical, std::string const& bytes) {
        auto const id = ok(ward.store.begin_response({ .id = {}, .participant = "P-017", .form = "nrs", .questionnaire = canonical, .visit = {}, .started = {}, .current_path = {} }, patient, bytes)).id;
        CHECK(ok(ward.store.complete(id, nrs_bytes(id, 1), patient)).questionnaire == canonical);
        return id;
    };
    auto const first = complete("q|1", "the first version");
    complete("q|2", "the second version");
    complete("q|1", "other bytes under its name");
    complete("q|3", ""); // begun without its bytes
    ok(ward.store.replace_documents("study", { { "forms/nrs.json", "the third version" } }));
    ward.reopen();
    CHECK(ok(ward.store.questionnaire("q|1")) == "the first version");
    CHECK(ok(ward.store.questionnaire("q|2")) == "the second version");
    CHECK(ward.store.questionnaire("q|3").error().code == Code::not_found);
    CHECK(ok(ward.store.frozen_by_id(first))->questionnaire == "q|1");
}
