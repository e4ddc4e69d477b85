from datetime import UTC, datetime, timedelta

import pytest
from telethon.extensions import BinaryReader
from telethon.tl import types

from store.types import Media
from telegram import convert

AT = datetime(2026, 3, 2, 6, tzinfo=UTC)
PEER = types.PeerChannel(1001)
MAP = "https://maps.google.com/maps?q=53.900000,27.500000"
PAGE = types.WebPage(1, "https://a.example/", "a.example", 0, title="А")
ROUND = types.DocumentAttributeVideo(7, 1, 1, round_message=True)


def message(number=7, text="Мост открыт.", **rest):
    return types.Message(number, PEER, AT, text, **rest)


def answer(*messages, chats=(), users=()):
    found = types.messages.ChannelMessages(5, len(messages), [*messages], [], [*chats], [*users])
    return type(found).from_reader(reader_of(found))


def reader_of(found):
    """As it comes: through the bytes, so that nothing is tested that Telegram could not send."""
    reader = BinaryReader(found._bytes())
    reader.read_int()
    return reader


def page(*messages, **rest):
    is_whole = rest.pop("is_whole", True)
    return convert.page(answer(*messages, **rest), "vestka", is_whole=is_whole)


def only(*messages, **rest):
    (found,) = page(*messages, **rest).posts
    return found


def channel(number, username=None, **rest):
    return types.Channel(
        number, "Завод", types.ChatPhotoEmpty(), AT, access_hash=1, username=username, **rest
    )


def photo():
    sizes = [types.PhotoSize("m", 1, 1, 1)]
    return types.MessageMediaPhoto(photo=types.Photo(1, 1, b"r", AT, sizes, 2))


def file(*attributes):
    return types.MessageMediaDocument(
        document=types.Document(1, 1, b"r", AT, "video/mp4", 9, 2, [*attributes])
    )


def test_message_is_a_post_of_its_channel():
    found = only(message(views=120, forwards=4, post_author="Я. Лес"))

    assert ("vestka", 7, AT, "Мост открыт.") == (found.channel, found.post_id, found.published_at, found.text)
    assert (120, 4, "Я. Лес", False) == (found.views, found.forwards, found.author, found.is_edited)


def test_lines_are_those_of_the_preview():
    assert "Мост\n\nоткрыт" == only(message(text="Мост \n\n\n\n  открыт\xa0 \n")).text


def test_empty_messages_are_not_there_and_notices_are_no_posts():
    notice = types.MessageService(8, PEER, AT, action=types.MessageActionPinMessage())

    found = page(notice, message(7), types.MessageEmpty(6, PEER))

    assert ((7, 8), [7]) == (found.numbers, [post.post_id for post in found.posts])


def test_album_is_one_post_with_its_first_caption():
    parts = [
        message(9, "Второй снимок", media=photo(), grouped_id=5),
        message(8, "Мост", media=photo(), grouped_id=5),
        message(7, "", media=photo(), grouped_id=5),
    ]

    found = only(*parts)

    assert (7, (7, 8, 9), "Мост") == (found.post_id, found.album_ids, found.text)
    assert [None, None, "Второй снимок"] == [one.title for one in found.media]


@pytest.mark.parametrize(("is_whole", "expected"), [(True, [7, 9]), (False, [9])])
def test_album_at_the_lower_end_of_a_page_waits_for_the_next(is_whole, expected):
    parts = [message(7, "", media=photo(), grouped_id=5), message(8, "", media=photo(), grouped_id=5)]

    found = page(message(9), *parts, is_whole=is_whole)

    assert expected == [post.post_id for post in found.posts]
    assert ((7, 8, 9) if is_whole else (9,)) == found.numbers


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"from_id": types.PeerChannel(1002), "channel_post": 5}, ("zavod", 5)),
        ({"from_id": types.PeerChannel(1003), "channel_post": 5}, ("Завод", 5)),
        ({"from_id": types.PeerUser(9)}, ("Ян Лес", None)),
        ({"from_name": "Скрытый"}, ("Скрытый", None)),
        ({"from_id": types.PeerChannel(404), "channel_post": 5}, (None, 5)),
    ],
)
def test_forward_keeps_its_origin_as_it_was(header, expected):
    forward = types.MessageFwdHeader(date=AT, **header)
    people = [types.User(9, first_name="Ян", last_name="Лес")]

    found = only(message(fwd_from=forward), chats=[channel(1002, "zavod"), channel(1003)], users=people)

    assert expected == (found.forwarded_from, found.forwarded_post_id)


def test_channel_with_several_names_is_named_by_the_one_in_use():
    names = [types.Username("old", active=False), types.Username("new", active=True)]
    forward = types.MessageFwdHeader(date=AT, from_id=types.PeerChannel(1002), channel_post=5)

    assert "new" == only(message(fwd_from=forward), chats=[channel(1002, usernames=names)]).forwarded_from


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (types.MessageReplyHeader(reply_to_msg_id=3), 3),
        (types.MessageReplyHeader(reply_to_msg_id=3, reply_to_peer_id=types.PeerChannel(9)), None),
        (types.MessageReplyStoryHeader(peer=types.PeerChannel(9), story_id=3), None),
    ],
)
def test_reply_to_another_channel_is_no_reply_to_one_of_our_posts(header, expected):
    assert expected == only(message(reply_to=header)).reply_to


@pytest.mark.parametrize(("hide", "expected"), [(None, (True, AT)), (True, (False, None))])
def test_edit_that_telegram_hides_is_no_mark(hide, expected):
    found = only(message(edit_date=AT, edit_hide=hide))

    assert expected == (found.is_edited, found.edited_at)


def test_reactions_are_named_as_on_the_preview():
    kinds = [types.ReactionEmoji("👍"), types.ReactionCustomEmoji(77), types.ReactionPaid()]
    found = types.MessageReactions([types.ReactionCount(kind, at) for at, kind in enumerate(kinds, 1)])

    assert (("👍", 1), ("emoji:77", 2), ("paid", 3)) == only(message(reactions=found)).reactions


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, ()),
        (photo(), (Media(type="photo"),)),
        (types.MessageMediaPhoto(), (Media(type="photo"),)),
        (file(types.DocumentAttributeVideo(134.6, 1, 1)), (Media(type="video", duration_s=134),)),
        (file(ROUND), (Media(type="round_video", duration_s=7),)),
        (file(types.DocumentAttributeAudio(9, voice=True)), (Media(type="voice", duration_s=9),)),
        (file(types.DocumentAttributeFilename("акт.pdf")), (Media(type="document", title="акт.pdf"),)),
        (types.MessageMediaDocument(), (Media(type="document"),)),
        (types.MessageMediaGeo(types.GeoPoint(27.5, 53.9, 0)), (Media(type="location", url=MAP),)),
        (types.MessageMediaWebPage(PAGE), (Media(type="link", title="А", url="https://a.example/"),)),
        (types.MessageMediaWebPage(types.WebPageEmpty(1)), ()),
        (types.MessageMediaUnsupported(), (Media(type="unsupported"),)),
    ],
)  # fmt: skip
def test_media_are_facts(given, expected):
    assert expected == only(message(media=given)).media


def test_poll_is_its_question_and_answers():
    words = [types.TextWithEntities(text, []) for text in ("Построить мост?", "Да", "Нет")]
    answers = [types.PollAnswer(text, bytes([at])) for at, text in enumerate(words[1:])]
    poll = types.MessageMediaPoll(types.Poll(1, words[0], answers, 0), types.PollResults())

    assert (Media(type="poll", title="Построить мост?", options=("Да", "Нет")),) == only(
        message(text="", media=poll)
    ).media


def test_text_of_4096_emoji_and_a_mark_past_its_end():
    found = only(message(text="👍" * 4096, entities=[types.MessageEntityBold(8000, 999)]))

    assert ("👍" * 4096, 1) == (found.text, len(found.warnings))


def test_date_in_the_future_is_for_the_store_to_judge():
    later = types.Message(7, PEER, AT + timedelta(days=3650), "Мост")

    assert AT + timedelta(days=3650) == only(later).published_at


def test_message_without_a_time_is_named():
    timeless = types.Message(7, PEER, None, "Мост")

    assert ((), ("7: no time",)) == (page(timeless).posts, page(timeless).unreadable)
