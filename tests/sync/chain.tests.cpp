// SPDX-License-Identifier: Apache-2.0
// Forms that a tablet's own key signs, and that still can't be where they claim to be: two devices live under one identity.
#include "tests/sync/hospital.h"

using namespace bedside;
using namespace bedside::test;

namespace {

struct Contradicted {
    Contradicted()
    {
        for (int i = 0; i < 3; ++i)
            tablet.completes_pain(i);
    }
    wire::Submission form(std::int64_t number) { return ok(tablet.store->submission(number)); }
    wire::Submission signed_again(wire::Submission submission)
    {
        submission.signature = tablet.store->sign_statement(submission.entry.canonical());
        return submission;
    }
    /// The same form with another answer.
    wire::Submission with_other_answer(std::int64_t number)
    {
        auto submission = form(number);
        auto const at = submission.response_json.find("\"valueInteger\":") + 15;
        submission.response_json[at] = '9';
        submission.entry.sha256 = sha256_hex(submission.response_json);
        return signed_again(std::move(submission));
    }
    server::Admission receives(wire::Submission const& submission)
    {
        auto const checked = ok(hospital.server->intake().check(submission, hospital.tablet("T-03")));
        return ok(hospital.server->receive(checked));
    }
    void expect_conflict(wire::Submission const& submission, std::size_t held)
    {
        CHECK(receives(submission).verdict == server::Verdict::conflict);
        CHECK(hospital.responses().size() == held);
        CHECK(hospital.tablet("T-03").fork_ms.has_value());
    }

    Hospital hospital;
    TabletAtBed tablet { hospital, "T-03" };
};

} // namespace

TEST_CASE("the first form follows none")
{
    Contradicted ward;
    auto first = ward.form(1);
    first.entry.previous = std::string(64, 'e');
    ward.expect_conflict(ward.signed_again(first), 0);
}

TEST_CASE("a form that follows another one than was received is kept beside")
{
    Contradicted ward;
    CHECK(ward.receives(ward.form(1)).verdict == server::Verdict::created);
    auto second = ward.form(2);
    second.entry.previous = std::string(64, 'e');
    ward.expect_conflict(ward.signed_again(second), 1);
}

TEST_CASE("a form that a received one does not follow is kept beside")
{
    Contradicted ward;
    CHECK(ward.receives(ward.form(1)).verdict == server::Verdict::created);
    CHECK(ward.receives(ward.form(3)).verdict == server::Verdict::created);
    ward.expect_conflict(ward.with_other_answer(2), 2);
    CHECK(ward.receives(ward.form(2)).verdict == server::Verdict::created);
}

TEST_CASE("another answer under a known id is never taken for the known one")
{
    Contradicted ward;
    for (int i = 1; i <= 3; ++i)
        CHECK(ward.receives(ward.form(i)).verdict == server::Verdict::created);
    auto const altered = ward.receives(ward.with_other_answer(3));
    CHECK(altered.verdict == server::Verdict::conflict);
    CHECK(ward.receives(ward.form(3)).verdict == server::Verdict::known);
    CHECK(ward.hospital.responses() == ward.tablet.completed);
}
