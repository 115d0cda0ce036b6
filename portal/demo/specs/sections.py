"""The sections of the portal under the front page, in the order of the menu."""

from dataclasses import dataclass

from portal.demo.specs.shapes import Words


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section: key, title, address, words on top, and whether the header shows it."""

    key: str
    title: Words
    slug: Words
    introduction: Words
    in_menu: bool = True


SECTIONS: tuple[SectionSpec, ...] = (
    SectionSpec(
        "technologies",
        Words("Công nghệ", "Technologies"),
        Words("cong-nghe", "technologies"),
        Words(
            "Công nghệ, thiết bị, phần mềm và dịch vụ sẵn sàng chuyển giao. Lọc theo lĩnh vực, mức sẵn sàng, hình thức và địa bàn.",
            "Technologies, equipment, software and services ready for transfer. Filter by field, readiness, form and place.",
        ),
    ),
    SectionSpec(
        "needs",
        Words("Nhu cầu", "Needs"),
        Words("nhu-cau", "needs"),
        Words(
            "Việc khó của doanh nghiệp, hợp tác xã, làng nghề, nêu bằng số. Có lời giải? Hãy bày tỏ quan tâm.",
            "What enterprises, cooperatives and craft villages look for, in figures. Have an answer? Express interest.",
        ),
    ),
    SectionSpec(
        "events",
        Words("Sự kiện", "Events"),
        Words("su-kien", "events"),
        Words(
            "Chợ công nghệ, hội chợ, xúc tiến thương mại, hội thảo. Đăng ký tham dự không cần tài khoản.",
            "Technology fairs, trade promotion, seminars. Register without an account.",
        ),
    ),
    SectionSpec(
        "courses",
        Words("Đào tạo", "Training"),
        Words("dao-tao", "training"),
        Words(
            "Khóa học cho tổ chức trung gian, cán bộ quản lý và doanh nghiệp.",
            "Courses for intermediaries, officials and enterprises.",
        ),
    ),
    SectionSpec(
        "awards",
        Words("Giải thưởng", "Awards"),
        Words("giai-thuong", "awards"),
        Words(
            "Chương trình khen thưởng, tiêu chí, thời hạn và những người được vinh danh.",
            "Award programmes, their criteria and dates, and those honoured.",
        ),
    ),
    SectionSpec(
        "news",
        Words("Tin tức", "News"),
        Words("tin-tuc", "news"),
        Words(
            "Tin, bài, phóng sự của báo và đài về thị trường khoa học và công nghệ.",
            "Stories and reports of the newspaper and the broadcaster on the technology market.",
        ),
    ),
    SectionSpec(
        "organisations",
        Words("Tổ chức", "Organisations"),
        Words("to-chuc", "organisations"),
        Words(
            "Doanh nghiệp, viện, trường, tổ chức trung gian và những đơn vị tham gia thị trường.",
            "Enterprises, institutes, universities, intermediaries and others on the market.",
        ),
    ),
    SectionSpec(
        "experts",
        Words("Chuyên gia", "Experts"),
        Words("chuyen-gia", "experts"),
        Words(
            "Người Việt Nam ở nước ngoài, chuyên gia quốc tế và trong nước sẵn sàng tư vấn, giảng dạy, cùng nghiên cứu. Cổng chuyển thư, không lộ địa chỉ.",
            "Vietnamese abroad, foreign and local experts who advise, teach and study with you. The portal passes messages on and gives no address away.",
        ),
        in_menu=False,
    ),
    SectionSpec(
        "plan",
        Words("Kế hoạch 149", "Plan 149"),
        Words("ke-hoach", "plan"),
        Words(
            "Chỉ tiêu đến năm 2025 và 2030 của Kế hoạch 149/KH-UBND và kết quả từng năm.",
            "Targets of Plan 149/KH-UBND for 2025 and 2030, and the results of each year.",
        ),
        in_menu=False,
    ),
    SectionSpec(
        "policies",
        Words("Văn bản, chính sách", "Documents and policies"),
        Words("van-ban", "documents-and-policies"),
        Words(
            "Văn bản pháp luật và kế hoạch về thị trường khoa học và công nghệ.",
            "Laws, plans and policies on the science and technology market.",
        ),
        in_menu=False,
    ),
    SectionSpec(
        "services",
        Words("Dịch vụ hỗ trợ", "Support services"),
        Words("dich-vu", "services"),
        Words(
            "Tư vấn, định giá, thử nghiệm, tìm đối tác: mỗi dịch vụ nói rõ cho ai, mất bao lâu.",
            "Advice, valuation, testing, finding partners: for whom, and how long it takes.",
        ),
        in_menu=False,
    ),
    SectionSpec(
        "feedback",
        Words("Góp ý, phản ánh", "Feedback"),
        Words("gop-y", "feedback"),
        Words(
            "Gửi khó khăn, vướng mắc hoặc đề xuất; mỗi ý kiến có mã số để theo dõi.",
            "Report difficulties or make proposals; every report has a number to follow it by.",
        ),
        in_menu=False,
    ),
)
