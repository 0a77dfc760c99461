// SPDX-License-Identifier: Apache-2.0
// Who performs the flow's effects, away from the drawing thread.
#pragma once

#include "forms/base/clock.h"
#include "kiosk/flow/effect.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace bedside::app {

/// Takes an event to the drawing thread; called from any thread.
using Post = std::function<void(flow::Event)>;

class Storage {
public:
    virtual ~Storage() = default;
    /// Returns at once; its success or its failure is posted. In order.
    virtual void perform(flow::StoreEffect effect) = 0;
    /// Another program may have written: look, and post Facts when it did.
    virtual void look() = 0;
};

/// The encrypted store in this folder, on a thread of its own. Finishes the effects it was given before it goes.
std::unique_ptr<Storage> make_store_storage(std::filesystem::path directory, Clock const& clock, Post post);
/// Practice mode: answers live in memory only.
std::unique_ptr<Storage> make_practice_storage(std::shared_ptr<forms::Definition const> form, Post post);

} // namespace bedside::app
