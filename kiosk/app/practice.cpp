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

    void perform(flow::Effect effect) override
    {
        if (auto const* open = std::get_if<flow::OpenResponse>(&effect))
            m_post(flow::ResponseOpened { random_uuid(), open->participant, open->form, open->visit, m_form, {}, {}, {} });
        else if (auto const* save = std::get_if<flow::SaveAnswer>(&effect))
            m_post(flow::AnswerSaved { save->ticket });
        else if (auto const* complete = std::get_if<flow::CompleteResponse>(&effect))
            m_post(flow::ResponseCompleted { complete->header.id, 0 });
    }

    void look() override { }

private:
    std::shared_ptr<forms::Definition const> m_form;
    Post m_post;
};

} // namespace

std::unique_ptr<Storage> make_practice_storage(std::shared_ptr<forms::Definition const> form, Post post)
{
    return std::make_unique<PracticeStorage>(std::move(form), std::move(post));
}

} // namespace bedside::app
