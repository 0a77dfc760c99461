// SPDX-License-Identifier: Apache-2.0
// Practice mode's storage: says yes to everything and keeps nothing.
#include "kiosk/app/storage.h"

#include "forms/base/crypto.h"

namespace bedside::app {
namespace {

class PracticeStorage final : public Storage {
public:
    PracticeStorage(std::shared_ptr<forms::Definition const> form, Post post)
        : m_form(std::move(form))
        , m_post(std::move(post))
    {
    }

    void perform(flow::StoreEffect effect) override
    {
        std::visit([this](auto const& asked) { answer(asked); }, effect);
    }

    void look() override { }

private:
    void answer(flow::OpenResponse const& open) { m_post(flow::ResponseOpened { random_uuid(), open.participant, open.form, open.visit, m_form, {}, {} }); }
    void answer(flow::SaveAnswer const& save) { m_post(flow::AnswerSaved { save.ticket }); }
    void answer(flow::CompleteResponse const& complete) { m_post(flow::ResponseCompleted { complete.header.id, 0 }); }
    /// There is no store: whoever asks for more is told so.
    template <typename E>
    void answer(E const& asked)
    {
        m_post(flow::failure_of(asked, Code::unavailable));
    }

    std::shared_ptr<forms::Definition const> m_form;
    Post m_post;
};

} // namespace

std::unique_ptr<Storage> make_practice_storage(std::shared_ptr<forms::Definition const> form, Post post)
{
    return std::make_unique<PracticeStorage>(std::move(form), std::move(post));
}

} // namespace bedside::app
