def LearnerMiddleware(get_response):
    return get_response
