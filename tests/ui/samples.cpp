// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/sample_maker.h"

#include <algorithm>
#include <stdexcept>

namespace bedside::ui::test {

void Samples::staff()
{
    flow::LockView lock;
    lock.day_part = t("星期二 · 下午", "星期二 · 下午", "Tuesday afternoon");
    lock.time = "2:32";
    lock.date = t("2026年11月24日", "2026年11月24日", "24 November 2026");
    lock.hour = 14;
    lock.minute = 32;
    lock.message = t("屏幕已锁，您的回答已保存。\n要继续，请叫护士解锁。", "螢幕已鎖，您的回答已儲存。\n要繼續，請叫護士解鎖。", "The screen is locked, your answers are saved.\nTo go on, please call the nurse.");
    lock.status = { { t("平板 T-03", "平板 T-03", "Tablet T-03"), Icon::tablet, Tone::plain }, { t("医院已全部收到", "醫院已全部收到", "The hospital has everything"), Icon::check, Tone::ok },
        { "82%", Icon::battery, Tone::plain } };
    lock.unlock = key("unlock", t("工作人员解锁", "工作人員解鎖", "Staff unlock"), Icon::lock);
    add("01_lock", "lock", frame(false, ""), lock);
    lock.quick = { key("episode", t("突然痛起来了？", "突然痛起來了？", "Sudden pain?"), Icon::pulse), key("task:0", t("晚上的小结", "晚上的小結", "Evening summary"), Icon::moon) };
    lock.quick[0].detail = t("现在记一次", "現在記一次", "Record it now");
    add("01b_lock_home", "lock", frame(false, ""), lock);

    flow::PinView pin;
    pin.title = t("请输入工作人员 PIN", "請輸入工作人員 PIN", "Enter your staff PIN");
    pin.message = t("还可以试 3 次。", "還可以試 3 次。", "Three tries are left.");
    pin.message_tone = Tone::wait;
    pin.typed = 3;
    for (int digit : { 1, 2, 3, 4, 5, 6, 7, 8, 9, 0 })
        pin.digits.push_back(key("pin:" + std::to_string(digit), std::to_string(digit)));
    pin.erase = key("pin_erase", t("删除", "刪除", "Erase"));
    pin.ok = key("pin_ok", t("解锁", "解鎖", "Unlock"), Icon::unlock, false);
    pin.cancel = key("cancel", t("返回", "返回", "Back"), Icon::back);
    add("01c_pin", "pin", frame(false, t("平板 T-03　14:33", "平板 T-03　14:33", "Tablet T-03  14:33")), pin);

    flow::ParticipantsView list;
    list.title = t("请选择参与者", "請選擇參與者", "Choose a participant");
    list.filters = { key("filter_due", t("今天到期 5", "今天到期 5", "Due today 5")), key("filter_all", t("全部 12", "全部 12", "All 12")) };
    list.filters[0].selected = true;
    auto const row = [&](std::string number, std::string initials, std::string visit, std::string day, std::string forms, flow::Chip due) {
        list.rows.push_back({ number, initials, visit, day, forms, due, key("participant:" + number, number) });
    };
    row("P-017", "L.M.", "T1m", t("第 35 天", "第 35 天", "Day 35"), t("3 份，做到第 9 题", "3 份，做到第 9 題", "3 forms, at question 9"), { t("今天截止", "今天截止", "Closes today"), Icon::clock, Tone::wait });
    row("P-021", "W.J.", "T1d", t("第 1 天", "第 1 天", "Day 1"), t("3 份，未开始", "3 份，未開始", "3 forms, not begun"), { t("还剩 4 小时", "還剩 4 小時", "4 hours left"), Icon::clock, Tone::wait });
    row("P-022", "C.X.", "T0", t("治疗前一天", "治療前一天", "Day before"), t("2 份，未开始", "2 份，未開始", "2 forms, not begun"), { t("还剩 1 天", "還剩 1 天", "1 day left"), Icon::clock, Tone::plain });
    row("P-009", "Z.H.", "T2m", t("第 58 天", "第 58 天", "Day 58"), t("3 份，未开始", "3 份，未開始", "3 forms, not begun"), { t("还剩 9 天", "還剩 9 天", "9 days left"), Icon::clock, Tone::plain });
    row("P-014", "H.Q.", "Tdis", t("出院当天", "出院當天", "Discharge"), t("3 份", "3 份", "3 forms"), { t("今天已完成", "今天已完成", "Done today"), Icon::check, Tone::ok });
    list.actions = { key("lock", t("锁屏", "鎖屏", "Lock"), Icon::lock), key("sync", t("同步状态", "同步狀態", "Sync"), Icon::sync), key("clean", t("清洁屏幕", "清潔螢幕", "Clean screen"), Icon::wipe) };
    list.note = t("按截止时间排序", "按截止時間排序", "Sorted by deadline");
    add("02_participants", "participants", frame(false, t("平板 T-03　14:33", "平板 T-03　14:33", "Tablet T-03  14:33")), list);

    flow::SyncStatusView sync;
    sync.title = t("同步状态", "同步狀態", "Sync");
    sync.exception = flow::Chip { t("1 份被服务器拒收", "1 份被伺服器拒收", "1 form refused by the server"), Icon::quarantine, Tone::alert };
    sync.facts = { { t("3 份等待发送", "3 份等待傳送", "3 forms waiting"), t("最早 14:31，12 分钟前", "最早 14:31，12 分鐘前", "Oldest 14:31, 12 minutes ago"), Icon::list, Tone::plain },
        { t("最近联系 14:20", "最近聯絡 14:20", "Last contact 14:20"), t("23 分钟前", "23 分鐘前", "23 minutes ago"), Icon::wifi_off, Tone::plain },
        { t("时钟快 1.2 秒", "時鐘快 1.2 秒", "Clock 1.2 s ahead"), t("只记录，不改动", "只記錄，不改動", "Recorded, not changed"), Icon::clock, Tone::plain },
        { t("序号 1–128 连续", "序號 1–128 連續", "Numbers 1–128 complete"), t("回执 124　待发 3　拒收 1", "回執 124　待發 3　拒收 1", "124 receipts, 3 waiting, 1 refused"), Icon::check, Tone::ok },
        { t("本机数据完好", "本機資料完好", "Data here is intact"), t("128 条链已核对，14:43", "128 條鏈已核對，14:43", "128 links checked, 14:43"), Icon::lock, Tone::plain } };
    sync.columns = { t("序号", "序號", "No."), t("参与者", "參與者", "Participant"), t("问卷", "問卷", "Form"), t("完成", "完成", "Done"), t("状态", "狀態", "State") };
    flow::Chip const waiting { t("等待发送", "等待傳送", "Waiting"), Icon::clock, Tone::wait };
    flow::Chip const received { t("已收到回执", "已收到回執", "Received"), Icon::check, Tone::ok };
    sync.rows = { { "128", "P-017", t("生活质量 T1m", "生活品質 T1m", "Quality of life T1m"), "14:43", waiting }, { "127", "P-017", t("突然的痛", "突然的痛", "Sudden pain"), "14:38", waiting },
        { "126", "P-017", t("疼痛评分 T1m", "疼痛評分 T1m", "Pain T1m"), "14:31", waiting }, { "125", "P-014", t("生活质量 Tdis", "生活品質 Tdis", "Quality of life Tdis"), "11:06", received },
        { "124", "P-014", t("疼痛评分 Tdis", "疼痛評分 Tdis", "Pain Tdis"), "10:52", received },
        { "121", "P-009", t("身体不适 T2m", "身體不適 T2m", "Side effects T2m"), t("昨天", "昨天", "Yesterday"), { t("拒收，已保留", "拒收，已保留", "Refused, kept"), Icon::quarantine, Tone::alert } } };
    sync.problem = { t("121：服务器没有问卷版本 1.3（HTTP 422）。其他记录照常发送。", "121：伺服器沒有問卷版本 1.3（HTTP 422）。其他記錄照常傳送。", "121: the server has no version 1.3 of the form (HTTP 422). The others go on."),
        t("请在服务器发布 1.3，再点“立即同步”。", "請在伺服器發布 1.3，再點「立即同步」。", "Publish 1.3 on the server, then press Sync now.") };
    sync.actions = { key("back", t("返回", "返回", "Back"), Icon::back), key("rescue", t("导出到 U 盘", "匯出到隨身碟", "Export to USB"), Icon::usb) };
    sync.sync = key("sync_now", t("立即同步", "立即同步", "Sync now"), Icon::sync);
    add("13_sync", "sync", frame(false, t("平板 T-03　14:43", "平板 T-03　14:43", "Tablet T-03  14:43")), sync);

    flow::CleaningView cleaning;
    cleaning.title = t("请擦拭屏幕", "請擦拭螢幕", "Please wipe the screen");
    cleaning.text = t("触摸已关闭，不会误点。\n时间到了自动回到锁屏。", "觸控已關閉，不會誤點。\n時間到了自動回到鎖屏。", "Touch is off, nothing can be pressed. The lock screen returns by itself.");
    cleaning.note = t("用微湿的消毒湿巾，不要喷洒。", "用微濕的消毒濕巾，不要噴灑。", "Use a damp disinfectant wipe, do not spray.");
    cleaning.seconds_left = 24;
    cleaning.seconds_total = 30;
    cleaning.seconds_word = t("秒", "秒", "seconds");
    add("17_cleaning", "cleaning", frame(false, "14:45"), cleaning);

    flow::RecoveryView recovery;
    recovery.title = t("现在打不开这台平板的数据", "現在打不開這台平板的資料", "The data of this tablet can't be opened now");
    recovery.strong = t("没有删除任何东西。", "沒有刪除任何東西。", "Nothing was deleted.");
    recovery.text = t("密钥无法读取，数据仍然加密保存在本机。", "金鑰無法讀取，資料仍然加密儲存在本機。", "The key can't be read; the data is still here, encrypted.");
    recovery.steps_title = t("请工作人员这样做", "請工作人員這樣做", "What staff should do");
    recovery.steps = { t("不要关机，不要重装系统。", "不要關機，不要重裝系統。", "Do not switch off, do not reinstall."), t("插好电源，点“再试一次”。", "插好電源，點「再試一次」。", "Plug in the power, press Try again."),
        t("还不行：点“输入口令”，用密封信封里的恢复口令。", "還不行：點「輸入口令」，用密封信封裡的恢復口令。", "Still not: press Enter passphrase, use the one in the sealed envelope."),
        t("仍不行：换用纸质问卷，联系研究数据管理员，报出右边的编号。", "仍不行：換用紙本問卷，聯絡研究資料管理員，報出右邊的編號。", "Still not: use paper forms, call the data manager and give the number.") };
    recovery.facts = { { t("编号", "編號", "Number"), "R-2041-7F" }, { t("原因", "原因", "Reason"), t("系统密钥没有解开", "系統金鑰沒有解開", "The system's key did not open") }, { t("数据文件", "資料檔", "Data file"), t("12.4 MB，在原处", "12.4 MB，在原處", "12.4 MB, in place") } };
    recovery.copy = key("copy", t("复制加密数据", "複製加密資料", "Copy encrypted data"), Icon::usb);
    recovery.passphrase = key("passphrase", t("输入口令", "輸入口令", "Enter passphrase"), Icon::key);
    recovery.retry = key("retry", t("再试一次", "再試一次", "Try again"), Icon::sync);
    add("18_recovery", "recovery", frame(false, t("平板 T-03　14:46", "平板 T-03　14:46", "Tablet T-03  14:46")), recovery);

    flow::PassphraseView passphrase;
    passphrase.title = t("输入恢复口令", "輸入恢復口令", "Enter the recovery passphrase");
    passphrase.message = t("口令在密封信封里。", "口令在密封信封裡。", "It is in the sealed envelope.");
    passphrase.typed = 9;
    for (char c : std::string_view("1234567890qwertyuiopasdfghjklzxcvbnm-"))
        passphrase.keypad.push_back(key(std::string("key:") + c, std::string(1, c)));
    passphrase.erase = key("erase", t("删除", "刪除", "Erase"));
    passphrase.cancel = key("cancel", t("返回", "返回", "Back"), Icon::back);
    passphrase.ok = key("ok", t("打开", "打開", "Open"), Icon::key);
    add("18b_passphrase", "passphrase", frame(false, "14:46"), passphrase);
}

void Samples::patient()
{
    flow::IdentityView identity;
    identity.title = t("这是您吗？", "這是您嗎？", "Is this you?");
    identity.fields = { { t("姓名缩写", "姓名縮寫", "Initials"), "L.M.", true }, { t("出生年份", "出生年份", "Year of birth"), "1954", true }, { t("研究编号", "研究編號", "Study number"), "P-017", false } };
    identity.no = key("no", t("不是我", "不是我", "Not me"), Icon::cross);
    identity.yes = key("yes", t("是我", "是我", "This is me"), Icon::check);
    auto top = frame(true, "14:33");
    top.tools.pop_back();
    top.tool_title = t("请患者本人确认", "請患者本人確認", "For the patient");
    add("03_identity", "identity", top, identity);

    flow::TasksView tasks;
    tasks.title = t("今天有 3 件事", "今天有 3 件事", "3 things today");
    tasks.explanation = t("还要约 10 分钟。\n可以随时休息，\n回答已经保存。", "還要約 10 分鐘。\n可以隨時休息，\n回答已經儲存。", "About 10 minutes more. You can rest at any time; your answers are saved.");
    tasks.rows = { { "1", t("疼痛评分", "疼痛評分", "Pain rating"), t("已完成", "已完成", "Done"), true, std::nullopt, key("task:0", "") },
        { "2", t("生活质量问卷", "生活品質問卷", "Quality of life"), t("做到第 9 题，共 30 题", "做到第 9 題，共 30 題", "At question 9 of 30"), false, 0.27, key("task:1", "") },
        { "3", t("身体不适", "身體不適", "Side effects"), t("约 2 分钟", "約 2 分鐘", "About 2 minutes"), false, std::nullopt, key("task:2", "") } };
    for (auto& row : tasks.rows)
        row.key.label = row.title;
    tasks.episode = key("episode", t("突然痛起来了？", "突然痛起來了？", "Sudden pain?"), Icon::pulse);
    tasks.episode->detail = t("现在记一次", "現在記一次", "Record it now");
    tasks.end = key("end", t("结束", "結束", "Finish"), Icon::lock);
    tasks.go_on = key("next", t("接着做：第 9 题", "接著做：第 9 題", "Go on: question 9"), Icon::next);
    top = frame(true, "14:33");
    top.tool_title = "L.M.　P-017";
    add("04_tasks", "tasks", top, tasks);

    flow::ReviewView review;
    review.title = t("交之前，请看一遍", "交之前，請看一遍", "Please check before handing in");
    review.summary = t("29 题已回答，1 题不想回答。", "29 題已回答，1 題不想回答。", "29 answered, 1 not answered.");
    review.hint = t("点一题可以改。", "點一題可以改。", " Tap one to change it.");
    std::string const levels[] = { t("没有", "沒有", "Not at all"), t("有一点", "有一點", "A little"), t("比较多", "比較多", "Quite a lot"), t("非常多", "非常多", "A great deal") };
    std::string const topics[] = { t("疼痛", "疼痛", "Pain"), t("需要休息", "需要休息", "Needing rest"), t("睡不好", "睡不好", "Trouble sleeping"), t("没力气", "沒力氣", "Weakness"), t("胃口差", "胃口差", "Poor appetite"),
        t("恶心", "噁心", "Nausea"), t("呕吐", "嘔吐", "Vomiting"), t("便秘", "便秘", "Constipation") };
    for (int i = 0; i < 30; ++i) {
        flow::ReviewRow row { std::to_string(i + 1), topics[(i + 7) % 8], levels[(i * 5 + 2) % 4], i == 14, key("edit:q" + std::to_string(i + 1), "") };
        if (row.declined)
            row.answer = t("不想回答", "不想回答", "Not answered");
        row.key.label = row.topic;
        review.rows.push_back(row);
    }
    review.page = 1;
    review.back = back();
    review.submit = key("submit", t("没有问题，交给医院", "沒有問題，交給醫院", "All right, hand it in"), Icon::check);
    top = frame(true, "14:42");
    top.progress = flow::Progress { t("生活质量问卷", "生活品質問卷", "Quality of life"), t("检查回答", "檢查回答", "Check answers"), 1.0, true };
    add("11_review", "review", top, review);

    flow::DeclineView decline_view;
    decline_view.title = t("这一题不想回答？", "這一題不想回答？", "Leave this question out?");
    decline_view.text = t("没有关系。以后想答，可以回来改。", "沒有關係。以後想答，可以回來改。", "That is fine. You can come back and answer later.");
    decline_view.back = key("cancel", t("回去再看看", "回去再看看", "Go back"), Icon::back);
    decline_view.confirm = key("confirm", t("是的，不想回答", "是的，不想回答", "Yes, leave it out"));
    add("06c_decline", "decline", numbered(9, 30), decline_view);

    flow::ChooserView chooser;
    chooser.title = t("显示", "顯示", "Display");
    chooser.sample = t("字这么大，看得清楚吗？", "字這麼大，看得清楚嗎？", "Can you read this well?");
    chooser.sizes_label = t("字号", "字號", "Text size");
    chooser.sizes = { key("size:normal", t("标准", "標準", "Normal")), key("size:large", t("大", "大", "Large")), key("size:x-large", t("特大", "特大", "Largest")) };
    chooser.sizes[static_cast<std::size_t>(m_look.size)].selected = true;
    chooser.languages_label = t("语言", "語言", "Language");
    chooser.languages = { key("language:zh-Hans", "简体中文"), key("language:zh-Hant", "繁體中文"), key("language:en", "English") };
    chooser.languages[m_look.language == "zh-Hans" ? 0 : m_look.language == "zh-Hant" ? 1 : 2].selected = true;
    chooser.themes_label = t("亮度", "亮度", "Brightness");
    chooser.themes = { key("theme:day", t("白天", "白天", "Day")), key("theme:night", t("夜间", "夜間", "Night")), key("theme:contrast", t("高对比", "高對比", "High contrast")) };
    chooser.themes[static_cast<std::size_t>(m_look.theme)].selected = true;
    chooser.hands_label = t("用哪只手", "用哪隻手", "Hand");
    chooser.hands = { key("hand:right", t("右手", "右手", "Right")), key("hand:left", t("左手", "左手", "Left")) };
    chooser.hands[static_cast<std::size_t>(m_look.hand)].selected = true;
    chooser.close = key("close", t("好了", "好了", "Done"), Icon::check);
    add("19_chooser", "chooser", frame(false, "14:34"), chooser);
}

void Samples::ends()
{
    flow::ThanksView thanks;
    thanks.title = t("谢谢您", "謝謝您", "Thank you");
    thanks.text = t("今天的 3 件事\n都做完了。", "今天的 3 件事\n都做完了。", "All 3 things for today are done.");
    thanks.delivery = { { t("已保存在这台平板上", "已儲存在這台平板上", "Saved on this tablet"), "14:43", true, Icon::check },
        { t("还没有送到医院", "還沒有送到醫院", "Not yet at the hospital"), t("连上网络后自动送出。", "連上網路後自動送出。", "It goes out by itself."), false, Icon::hospital } };
    thanks.countdown = t("30 秒后自动锁屏", "30 秒後自動鎖屏", "Locks in 30 seconds");
    thanks.done = key("done", t("完成，交还平板", "完成，交還平板", "Finish, hand back"), Icon::lock);
    add("12a_thanks_saved", "thanks", frame(false, "14:43"), thanks);
    thanks.delivery[1] = { t("医院已经收到", "醫院已經收到", "Received by the hospital"), "14:43", true, Icon::hospital };
    add("12b_thanks_received", "thanks", frame(false, "14:43"), thanks);

    flow::PainHighView pain;
    pain.title = t("谢谢您，填好了", "謝謝您，填好了", "Thank you, that is all");
    pain.call = t("需要帮助，请按床头呼叫铃。", "需要幫助，請按床頭呼叫鈴。", "If you need help, press the call bell.");
    pain.explanation = { t("没有人实时查看您的回答，\n所以护士不会因此马上过来。", "沒有人即時查看您的回答，\n所以護士不會因此馬上過來。", "Nobody watches your answers live, so no nurse comes because of them."),
        t("在家里，请拨打科室电话，或告诉身边的人。", "在家裡，請撥打科室電話，或告訴身邊的人。", "At home, phone the ward or tell someone near you.") };
    pain.delivery = { { t("已存在这台平板", "已存在這台平板", "Saved on this tablet"), t("今天 14:33", "今天 14:33", "Today 14:33"), true, Icon::check },
        { t("还没送到医院", "還沒送到醫院", "Not yet at the hospital"), t("会自动送，您不用等", "會自動送，您不用等", "It goes by itself"), false, Icon::hospital } };
    pain.hand_back = key("hand_back", t("交还护士", "交還護士", "Hand back"), Icon::lock);
    pain.acknowledge = key("acknowledge", t("知道了", "知道了", "I have read this"));
    add("12c_pain_high", "pain_high", frame(false, "14:33"), pain);
    pain.title.clear();
    pain.delivery.clear();
    pain.hand_back.reset();
    add("12d_pain_high_now", "pain_high", frame(false, "14:33"), pain);

    flow::RestView rest;
    rest.title = t("休息一下", "休息一下", "Take a rest");
    rest.text = t("回答已经保存。\n想继续时，点“接着做”。", "回答已經儲存。\n想繼續時，點「接著做」。", "Your answers are saved. Press Go on when you are ready.");
    rest.hand_back = key("hand_back", t("交还护士", "交還護士", "Hand back"), Icon::lock);
    rest.go_on = key("next", t("接着做", "接著做", "Go on"), Icon::next);
    add("04b_rest", "rest", frame(false, "14:35"), rest);
}

void Samples::lists()
{
    auto const top = frame(false, t("平板 T-03　14:33", "平板 T-03　14:33", "Tablet T-03  14:33"));
    flow::ListView alerts;
    alerts.title = t("提醒", "提醒", "Alerts");
    alerts.text = t("请先去看参与者，再点这一行。", "請先去看參與者，再點這一行。", "Please look at the participant, then tap the line.");
    flow::Chip const waiting { t("未送达", "未送達", "not delivered"), Icon::clock, Tone::wait };
    flow::Chip const there { t("已送达", "已送達", "delivered"), Icon::check, Tone::ok };
    alerts.rows = { { "P-017　" + t("疼痛 ≥ 7", "疼痛 ≥ 7", "Pain ≥ 7"), "14:33　" + t("还没有人查看", "還沒有人查看", "not looked at yet"), waiting, key("acknowledge:1", "P-017", Icon::bell) },
        { "P-009　" + t("疼痛 ≥ 7 且剂量快速上升：请查看", "疼痛 ≥ 7 且劑量快速上升：請查看", "Pain ≥ 7 and a fast-rising dose: please look"), "11:06　" + t("还没有人查看", "還沒有人查看", "not looked at yet"), there,
            key("acknowledge:2", "P-009", Icon::bell) },
        { "P-014　" + t("呼吸困难", "呼吸困難", "Breathing trouble"), "10:52　" + t("N-01 于 11:02 已查看", "N-01 於 11:02 已查看", "N-01 looked at 11:02"), there, {} } };
    alerts.actions = { key("lock", t("锁屏", "鎖屏", "Lock"), Icon::lock) };
    alerts.next = key("next", t("继续", "繼續", "Go on"), Icon::next);
    add("20_alerts", "alerts", top, alerts);

    flow::ListView helper;
    helper.title = t("有人在帮您填吗？", "有人在幫您填嗎？", "Does someone help you?");
    helper.text = t("会和回答一起记下来。回答仍然是您自己的。", "會和回答一起記下來。回答仍然是您自己的。", "It is noted with your answers. The answers stay yours.");
    for (auto const& [id, words] : { std::pair { "nobody", t("没有，我自己填", "沒有，我自己填", "No, I do it alone") }, std::pair { "family", t("家人或朋友", "家人或朋友", "A relative or friend") },
             std::pair { "nurse", t("护士或医生", "護理師或醫師", "A nurse or doctor") }, std::pair { "other", t("其他人", "其他人", "Somebody else") } })
        helper.rows.push_back({ words, {}, {}, key(std::string("helper:") + id, words) });
    helper.rows[1].key->selected = true;
    helper.actions = { key("back", t("返回", "返回", "Back"), Icon::back) };
    add("21_helper", "helper", frame(false), helper);

    flow::ListView records;
    records.title = t("P-017　L.M. 的记录", "P-017　L.M. 的紀錄", "Records of P-017　L.M.");
    records.text = t("点要记录的内容。要更正已交的表，就点那一份；原件保留不动。", "點要記錄的內容。要更正已交的表，就點那一份；原件保留不動。",
        "Tap what you want to record. Tap a form that was handed in to correct it; the original stays.");
    auto const record = [&](std::string id, std::string title, std::string detail, Icon icon) { records.rows.push_back({ title, detail, {}, key(id, title, icon) }); };
    record("record:1", t("镇痛泵记录　T1m", "鎮痛幫浦紀錄　T1m", "Pump record　T1m"), t("还剩 9 小时", "還剩 9 小時", "9 hours left"), Icon::next);
    record("record:2", t("记一次突然的痛", "記一次突然的痛", "A sudden pain"), t("由参与者口述；超过一天的记为工作人员更正", "由參與者口述；超過一天的記為工作人員更正", "told to you by the participant; older than a day is kept as a staff correction"), Icon::next);
    record("record:3", t("研究状态记录", "研究狀態紀錄", "Study status record"), t("病程日期、退出、研究结束", "病程日期、退出、研究結束", "dates of the course, withdrawal, end of the study"), Icon::next);
    record("correct:1", t("疼痛评分　T1m", "疼痛評分　T1m", "Pain score　T1m"), t("14:31 交上", "14:31 交上", "handed in 14:31"), Icon::edit);
    for (int i = 2; i < 8; ++i)
        record("correct:" + std::to_string(i), t("今晚小结", "今晚小結", "Tonight's summary"), t("昨天交上", "昨天交上", "handed in yesterday"), Icon::edit);
    records.rows[4].chip = flow::Chip { t("已更正", "已更正", "corrected"), Icon::edit, Tone::plain };
    records.rows[4].key.reset();
    records.actions = { key("lock", t("锁屏", "鎖屏", "Lock"), Icon::lock), key("back", t("返回", "返回", "Back"), Icon::back) };
    add("22_staff", "staff", top, records);

    flow::SelfTestView touch;
    touch.title = t("自检：触摸", "自檢：觸控", "Self-test: touch");
    touch.text = t("请用一根手指按第 4 个按点的正中（共 5 个）。", "請用一根手指按第 4 個按點的正中（共 5 個）。", "Please press the middle of target 4 of 5 with one finger.");
    touch.place = 3;
    touch.target = key("target", "4", Icon::none);
    touch.actions = { key("back", t("返回", "返回", "Back"), Icon::back), key("missed", t("按了没有反应", "按了沒有反應", "It does not answer"), Icon::cross) };
    add("26_self_test_touch", "self_test", top, touch);

    flow::SelfTestView size;
    size.title = t("自检：尺寸", "自檢：尺寸", "Self-test: size");
    size.text = t("把一张银行卡贴在方框上，调到方框与卡一样宽。现在：每英寸 149 点。", "把一張銀行卡貼在方框上，調到方框與卡一樣寬。現在：每英寸 149 點。",
        "Lay a bank card on the outline. Press until it is exactly as wide as the card. Now: 149 dots an inch.");
    size.outline = flow::card_width;
    size.actions = { key("back", t("返回", "返回", "Back"), Icon::back), key("narrower", t("窄一点", "窄一點", "Narrower"), Icon::minus), key("wider", t("宽一点", "寬一點", "Wider"), Icon::plus) };
    size.next = key("next", t("与卡一样宽", "與卡一樣寬", "As wide as the card"), Icon::next);
    add("27_self_test_size", "self_test", top, size);

    flow::ChartView chart;
    chart.title = t("P-017　L.M.　疼痛变化", "P-017　L.M.　疼痛變化", "Pain of P-017 L.M. over the days");
    chart.text = t("32 天里有 28 天评过疼痛，其中 4 天达到 7 分或以上；有 29 天知道突然痛了几次。没有记录不等于 0。", "32 天裡有 28 天評過疼痛，其中 4 天達到 7 分或以上；有 29 天知道突然痛了幾次。沒有記錄不等於 0。",
        "Rated on 28 of 32 days, 4 of them 7 or more. Sudden pain known for 29 of 32 days. No record is not 0.");
    chart.pain = t("疼痛评分，0–10", "疼痛評分，0–10", "Pain, 0 to 10");
    chart.average = t("平均", "平均", "average");
    chart.worst = t("最重", "最重", "worst");
    chart.episodes = t("突然的痛，每天次数", "突然的痛，每天次數", "Episodes a day");
    chart.none_confirmed = t("确认 0 次", "確認 0 次", "none");
    chart.missing = t("没有记录", "沒有記錄", "no record");
    for (int day = 0; day < 32; ++day) {
        bool const missing = day % 9 == 7;
        int const level = std::max(2, 8 - day / 3 + (day * 7) % 3 - 1);
        chart.days.push_back(missing ? flow::ChartDay {} : flow::ChartDay { level, std::min(10, level + 1 + day % 3), std::max(0, 5 - day / 4 + (day * 5) % 3 - 1) });
    }
    chart.visits = { { 0, "T0" }, { 2, "T1d" }, { 8, "Tdis" }, { 31, "T1m" } };
    for (int day = 1; day < 32; day += 5)
        chart.ticks.push_back({ day, std::to_string(day - 1) });
    chart.back = key("back", t("返回", "返回", "Back"), Icon::back);
    add("22_chart", "chart", frame(false, t("平板 T-03　14:43", "平板 T-03　14:43", "Tablet T-03  14:43")), chart);
}

std::vector<Sample> samples(Setting const& look)
{
    Samples all(look);
    all.staff();
    all.patient();
    all.items();
    all.more_items();
    all.ends();
    all.lists();
    all.machine();
    return std::move(all.made);
}

flow::Screenful sample(std::string_view name, Setting const& look)
{
    for (auto& one : samples(look)) {
        if (one.name == name)
            return one.screenful;
    }
    throw std::runtime_error("no sample " + std::string(name));
}

} // namespace bedside::ui::test
